/**
 * The schema of spec files: the hand-written base with every check put in, self-contained,
 * so that an editor needs no further file.
 *
 * A test has exactly one of the checks, and its `expect` knows the metrics of that check. This is
 * said by `if`/`then`, not by `oneOf`: of an error in a test, only the branch of its own check speaks.
 *
 * @param {object} base `schemas/spec.base.json`
 * @param {Record<string, object>} checks the schemas of the checks by kind
 */
export function composeSpecSchema(base, checks) {
  const kinds = Object.keys(checks)
  const { test, ...definitions } = base.$defs
  return {
    ...base,
    $defs: {
      test: {
        ...test,
        properties: withChecks(test.properties, kinds),
        oneOf: kinds.map((kind) => ({ required: [kind] })),
        allOf: kinds.map(expectationsOf),
      },
      ...definitions,
      ...Object.assign({}, ...kinds.map((kind) => checkDefinitions(kind, checks[kind]))),
    },
  }
}

/** The checks stand before `expect`, as they do in a spec. */
function withChecks({ expect, ...properties }, kinds) {
  const references = kinds.map((kind) => [kind, { $ref: `#/$defs/${kind}` }])
  return { ...properties, ...Object.fromEntries(references), expect }
}

function expectationsOf(kind) {
  const expect = { $ref: `#/$defs/${kind}.expect` }
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: { required: [kind] }, then: { properties: { expect } } }
}

function checkDefinitions(kind, { $schema, $id, $defs, ...options }) {
  const metrics = `#/$defs/${kind}.metrics`
  return {
    // A key without a body (`tcp:`) is null in YAML and means that all options are left as they are.
    [kind]: { ...options, type: options.required ? 'object' : ['object', 'null'] },
    [`${kind}.expect`]: {
      if: { type: 'array' },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { type: 'array', minItems: 1, items: { $ref: metrics } },
      else: { $ref: metrics },
    },
    [`${kind}.metrics`]: conditionsOf($defs.metrics),
  }
}

function conditionsOf({ properties, patternProperties, additionalProperties, ...metrics }) {
  return {
    ...metrics,
    'x-expected': 'a map of metrics to conditions, or a list of such maps',
    minProperties: 1,
    properties: withCondition(properties),
    ...(patternProperties && { patternProperties: withCondition(patternProperties) }),
    additionalProperties,
  }
}

function withCondition(metrics) {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [
      name,
      { $ref: '#/$defs/condition', ...metric },
    ]),
  )
}
