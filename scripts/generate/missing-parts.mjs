import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a new check, server or reporter still lacks, a sentence each; nothing can be generated before.
 * @param root of the repository
 */
export function missingParts(root) {
  return [...checkParts(root), ...serverParts(root), ...reporterParts(root)]
}

const scopes = ['worker', 'cluster']

function checkParts(root) {
  return namesIn(root, 'schemas/checks', '.schema.json').flatMap((kind) => {
    const file = `schemas/checks/${kind}.schema.json`
    const schema = JSON.parse(readFileSync(join(root, file), 'utf8'))
    return [
      schema.title !== kind && `${file}: \`title\` must be ${kind}`,
      !scopes.includes(schema['x-scope']) && `${file}: \`x-scope\` must be ${scopes.join(' or ')}`,
      typeof schema['x-measures'] !== 'string' &&
        `${file}: \`x-measures\` must say in a few words what the check measures`,
      lacks(root, `lib/checks/${kind.replaceAll('_', '-')}.ts`, `it exports \`check\``),
      lacks(root, `docs/checks/${kind}.md`, `the page of the check`),
    ].filter(Boolean)
  })
}

function serverParts(root) {
  const file = 'schemas/cluster.schema.json'
  const { $defs } = JSON.parse(readFileSync(join(root, file), 'utf8'))
  const types = $defs.worker.properties.type.enum
  const files = new Map(types.map((type) => [type.replaceAll('_', '-'), type]))
  const unlisted = namesIn(root, 'lib/servers', '.ts').filter(
    (name) =>
      !files.has(name) && /^export const server\b/m.test(read(root, `lib/servers/${name}.ts`)),
  )
  return [
    ...[...files.keys()].map((name) =>
      lacks(root, `lib/servers/${name}.ts`, 'it exports `server`'),
    ),
    ...unlisted.map((name) => `${file}: add ${name} to the \`type\`s of a worker`),
  ].filter(Boolean)
}

function reporterParts(root) {
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
