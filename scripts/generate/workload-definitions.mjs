/** The reference of a check's schema to a workload: the file beside it. */
const reference = '../workload.schema.json#/$defs/reference'

export function isWorkloadReference($ref) {
  return $ref === reference
}

/**
 * The definitions of a workload in a composed schema: `workload`, and `workload.tokens` and others, with
 * unique names.
 */
export function workloadDefinitions({ $defs }) {
  return Object.fromEntries(
    Object.entries($defs).map(([name, definition]) => [
      nameOf(name),
      mapReferences(definition, ($ref) => `#/$defs/${nameOf($ref.replace('#/$defs/', ''))}`),
    ]),
  )
}

/** A check's schema with its reference to a workload replaced by one to the definitions beside it. */
export function withReferences(schema) {
  return mapReferences(schema, ($ref) =>
    isWorkloadReference($ref) ? `#/$defs/${nameOf('reference')}` : $ref,
  )
}

function nameOf(definition) {
  return definition === 'workload' ? definition : `workload.${definition}`
}

function mapReferences(schema, map) {
  if (Array.isArray(schema)) return schema.map((item) => mapReferences(item, map))
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? map(value) : mapReferences(value, map),
    ]),
  )
}
