import { withReferences, workloadDefinitions } from './workload-definitions.mjs'

/**
 * The schema of spec files: the hand-written base with every check put in, self-contained, so that an
 * editor needs no further file.
 *
 * A test has exactly one of the checks, and its `expect` knows the metrics of that check. It uses
 * `if`/`then` instead of `oneOf`, so that an error in a test is reported only by the branch of its own
 * check.
 *
 * @param {object} base `schemas/spec.base.json`
 * @param {Record<string, object>} checks the schemas of the checks by kind
 * @param {object} workload `schemas/workload.schema.json`, which the checks refer to
 */
export function composeSpecSchema(base, checks, workload) {
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
      ...workloadDefinitions(workload),
    },
  }
}

/** The checks come before `expect`, as they do in a spec. */
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
  const further = { ...levelOf(kind, options['x-labels']), ...regressionOf($defs.metrics) }
  const metrics = `#/$defs/${kind}.metrics`
  return {
    // A key without a body (`tcp:`) is null in YAML and means that all options have their defaults.
    [kind]: withReferences({
      ...options,
      type: needsBody(options) ? 'object' : ['object', 'null'],
    }),
    [`${kind}.expect`]: {
      if: { type: 'array' },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { type: 'array', minItems: 1, items: { $ref: metrics } },
      else: { $ref: metrics },
    },
    [`${kind}.metrics`]: conditionsOf($defs.metrics, further),
  }
}

function needsBody({ required, oneOf }) {
  return required !== undefined || oneOf !== undefined
}

/** @param {object} further properties beside the metrics */
function conditionsOf(
  { properties, patternProperties, additionalProperties, ...metrics },
  further,
) {
  return {
    ...metrics,
    'x-expected': 'a map of metrics to conditions, or a list of such maps',
    minProperties: 1,
    properties: { ...withCondition(properties), ...further },
    ...(patternProperties && { patternProperties: withCondition(patternProperties) }),
    additionalProperties,
  }
}

function withCondition(metrics) {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [
      name,
      {
        $ref: `#/$defs/${metric['x-dimension'] === 'any' ? 'json_condition' : 'condition'}`,
        ...metric,
      },
    ]),
  )
}

/** `at`, for a check whose schema declares labels of levels by `x-labels`. */
function levelOf(kind, labels) {
  if (!labels) return {}
  const properties = Object.fromEntries(
    Object.entries(labels).map(([name, type]) => [name, labelOf(kind, name, type)]),
  )
  const [[name, { examples }] = []] = Object.entries(properties)
  const at = {
    description: `The level that the metrics beside it are about. Default: every level. Example: \`at: { ${name}: ${examples[0]} }\`.`,
    type: 'object',
    'x-noun': 'label',
    minProperties: 1,
    properties,
    additionalProperties: false,
    examples: [{ [name]: examples[0] }],
  }
  return { at }
}

function labelOf(kind, name, type) {
  const label = labelTypes[type]
  if (!label) {
    const known = Object.keys(labelTypes).join(', ')
    throw new Error(`the label ${name} of ${kind} is of the type ${type}; there are ${known}`)
  }
  const [example] = label.examples
  return { description: `At which \`${name}\`. Example: \`${name}: ${example}\`.`, ...label }
}

/** `regression`, for a check with metrics that have a better direction: `x-better`. */
function regressionOf({ properties }) {
  const metrics = Object.keys(properties).filter((name) => 'x-better' in properties[name])
  if (metrics.length === 0) return {}
  const regression = {
    description:
      'How much worse a metric may be than in the baseline that `clustergate baseline save` wrote: at every level, or at that of `at`. Default: it is not compared. Example: `regression: { metric: throughput, within: 5% }`.',
    type: 'object',
    additionalProperties: false,
    required: ['metric', 'within'],
    properties: {
      metric: {
        description:
          'Which metric: one that gets better or worse, as throughput and latencies do. Required. Example: `metric: latency.p95`.',
        type: 'string',
        enum: metrics,
        examples: ['throughput'],
      },
      within: {
        description:
          'How much worse it may be, in percent of the baseline: above 0% and below 100%. Required. Example: `within: 5%`.',
        type: 'string',
        pattern: '^(?=.*[1-9])\\d{1,2}(\\.\\d{1,3})?\\s?%$',
        'x-expected': 'a percentage above 0% and below 100%, such as "5%"',
        examples: ['5%'],
      },
      confidence: {
        description:
          'How sure the verdict must be, all looks at the repetitions taken together, as a percentage. Default: `99%`. Example: `confidence: 95%`.',
        type: 'string',
        pattern: '^(?:5\\d|[6-9]\\d)(\\.\\d{1,3})?\\s?%$',
        'x-expected': 'a percentage from 50% to below 100%, such as "95%"',
        default: '99%',
        examples: ['95%'],
      },
    },
    examples: [{ metric: 'throughput', within: '5%' }],
  }
  return { regression }
}

/** The pattern of a label's value, by its type (`LabelType` of lib/conditions/label-table.ts). */
const labelTypes = {
  integer: { type: 'integer', examples: [15] },
  percentage: {
    type: 'string',
    pattern: '^\\d{1,3}(\\.\\d+)?\\s?%$',
    'x-expected': 'a percentage such as "90%"',
    examples: ['90%'],
  },
  text: { type: 'string', minLength: 1, examples: ['a1'] },
}
