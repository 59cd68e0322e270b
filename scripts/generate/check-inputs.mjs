import { header, typeName, typescript } from './typescript-files.mjs'
import { isWorkloadReference } from './workload-definitions.mjs'

/**
 * The options of checks as TypeScript specs write them: in camelCase, each with a default or not needed.
 * Keys below an open map (headers, JSON bodies) are the user's own and keep their spelling.
 */
export async function checkInputsFile(checks, { $defs }) {
  const names = new Set()
  for (const schema of [...Object.values(checks), ...Object.values($defs)])
    collectNames(schema, names)
  const spelled = (text) =>
    text.replaceAll(/[a-z]+(?:_[a-z]+)+/g, (word) => (names.has(word) ? camelCase(word) : word))
  const workloads = Object.values($defs).map((definition) =>
    typescript(inCamelCase(definition, $defs, spelled), inputType(definition.title)),
  )
  const kinds = Object.keys(checks)
  const inputs = kinds.map((kind) => {
    const { properties } = checks[kind]
    const schema = { type: 'object', properties, additionalProperties: false }
    return typescript(inCamelCase(schema, $defs, spelled), inputType(typeName(kind)))
  })
  const yamlNames = [...names].filter((name) => name.includes('_')).sort()
  return `${header}
/** The options of each kind as TypeScript specs write them; what is left out has its default. */
export interface CheckInputs {
${kinds.map((kind) => `  ${kind}: ${inputType(typeName(kind))}`).join('\n')}
}

/** What an option is called in YAML and in records, by its name in TypeScript. */
export const yamlNames: Readonly<Record<string, string>> = {
${yamlNames.map((name) => `  ${camelCase(name)}: '${name}',`).join('\n')}
}

/** Options whose keys are the user's own. */
export const openMaps: ReadonlySet<string> = new Set([
${[...openMaps([...Object.values(checks), ...Object.values($defs)])]
  .sort()
  .map((name) => `  '${camelCase(name)}',`)
  .join('\n')}
])

${(await Promise.all([...inputs, ...workloads])).join('\n')}`
}

/** The names of all options, at any depth. */
function collectNames(schema, names) {
  if (typeof schema !== 'object' || schema === null) return
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$defs') continue
    if (key === 'properties') for (const name of Object.keys(value)) names.add(name)
    collectNames(value, names)
  }
}

/** The names of the options that are open maps, or lists of them. */
function openMaps(schemas) {
  const found = new Set()
  const visit = (schema) => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (property.additionalProperties || property.items?.additionalProperties) found.add(name)
    }
    for (const [key, value] of Object.entries(schema)) if (key !== '$defs') visit(value)
  }
  for (const schema of schemas) visit(schema)
  return found
}

/** A schema for types alone: conditions between keys say nothing to them. */
function inCamelCase(schema, $defs, spelled) {
  const inner = (value) => inCamelCase(value, $defs, spelled)
  if (Array.isArray(schema)) return schema.map(inner)
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref, if: _if, then: whenTrue, else: whenFalse, oneOf, allOf, not, ...rest } = schema
  if ($ref) return { ...documented(rest, spelled), tsType: inputType(titleOf($ref, $defs)) }
  const changed = Object.fromEntries(
    Object.entries(documented(rest, spelled)).map(([key, value]) => {
      if (key === 'title') return [key, undefined]
      if (key === 'required') return [key, value.map(camelCase)]
      if (key === 'properties')
        return [
          key,
          Object.fromEntries(
            Object.entries(value).map(([name, property]) => [camelCase(name), inner(property)]),
          ),
        ]
      return [key, inner(value)]
    }),
  )
  return whenFalse ? { ...changed, anyOf: inner([whenTrue, whenFalse]) } : changed
}

function documented({ description, ...rest }, spelled) {
  return { ...rest, ...(description && { description: spelled(description) }) }
}

function titleOf($ref, $defs) {
  return isWorkloadReference($ref)
    ? $defs.reference.title
    : $defs[$ref.replace('#/$defs/', '')].title
}

/** `WorkloadFile` is the type of what a file holds: here it is a `WorkloadInput`. */
function inputType(title) {
  return `${title.replace(/File$/, '')}Input`
}

function camelCase(name) {
  return name.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase())
}
