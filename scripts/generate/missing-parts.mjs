import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What is wrong with the schemas of checks before anything can be generated from them, a sentence each.
 * @param root of the repository
 */
export function schemaMistakes(root) {
  return kindsOf(root).flatMap((kind) => {
    const file = `schemas/checks/${kind}.schema.json`
    const schema = JSON.parse(read(root, file))
    return [
      schema.title !== kind && `${file}: \`title\` must be ${kind}`,
      !scopes.includes(schema['x-scope']) && `${file}: \`x-scope\` must be ${scopes.join(' or ')}`,
      typeof schema['x-measures'] !== 'string' &&
        `${file}: \`x-measures\` must say in a few words what the check measures`,
    ].filter(Boolean)
  })
}

/** The files that a new check, server or reporter still lacks, a sentence each. */
export function missingFiles(root) {
  return [...checkFiles(root), ...serverFiles(root), ...reporterFiles(root)]
}

const scopes = ['worker', 'cluster']

function checkFiles(root) {
  return kindsOf(root)
    .flatMap((kind) => [
      lacks(root, `lib/checks/${kind.replaceAll('_', '-')}.ts`, 'it exports `check`'),
      lacks(root, `docs/checks/${kind}.md`, 'the page of the check'),
    ])
    .filter(Boolean)
}

function kindsOf(root) {
  return namesIn(root, 'schemas/checks', '.schema.json')
}

function serverFiles(root) {
  const file = 'schemas/cluster.schema.json'
  const { $defs } = JSON.parse(read(root, file))
  const names = $defs.worker.properties.type.enum.map((type) => type.replaceAll('_', '-'))
  const unlisted = namesIn(root, 'lib/servers', '.ts').filter(
    (name) =>
      !names.includes(name) && /^export const server\b/m.test(read(root, `lib/servers/${name}.ts`)),
  )
  return [
    ...names.map((name) => lacks(root, `lib/servers/${name}.ts`, 'it exports `server`')),
    ...unlisted.map((name) => `${file}: add ${name} to the \`type\`s of a worker`),
  ].filter(Boolean)
}

function reporterFiles(root) {
  return namesIn(root, 'reporters', '.ts')
    .filter((name) => name !== 'formats')
    .map((name) => lacks(root, `docs/reporters/${name}.md`, 'the page of the reporter'))
    .filter(Boolean)
}

function lacks(root, path, what) {
  return existsSync(join(root, path)) ? undefined : `${path} is missing: ${what}`
}

function namesIn(root, folder, ending) {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()
}

function read(root, path) {
  return readFileSync(join(root, path), 'utf8')
}
