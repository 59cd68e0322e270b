import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkInputsFile } from './generate/check-inputs.mjs'
import { composeSpecSchema } from './generate/compose-spec-schema.mjs'
import { schemaMistakes } from './generate/missing-parts.mjs'
import { printJson } from './generate/print-json.mjs'
import {
  checkFile,
  checkKindsFile,
  checksFile,
  clusterFile,
  defaultsFile,
  header,
  schemasFile,
  serverTypesFile,
  specFile,
  workloadFile,
} from './generate/typescript-files.mjs'

/**
 * Writes the files that are generated from the schemas: `schemas/spec.schema.json` and `lib/generated/`.
 * With `--check` nothing is written: stale files are named, and the exit code is 1.
 *
 *   node scripts/generate.mjs [--check]
 */
async function generate(root, { isCheck }) {
  const mistakes = schemaMistakes(root)
  if (mistakes.length > 0) {
    process.stderr.write(`${mistakes.join('\n')}\n`)
    process.exitCode = 1
    return
  }
  const wanted = await generatedFiles(root)
  const present = presentFiles(root)
  const stale = [...wanted].filter(([path, text]) => present.get(path) !== text)
  const orphans = [...present.keys()].filter((path) => !wanted.has(path))
  if (isCheck) return report([...stale.map(([path]) => path), ...orphans])
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const path of orphans) rmSync(join(root, path))
  process.stdout.write(
    `${stale.length} written, ${orphans.length} removed, ${wanted.size} in all\n`,
  )
}

/** All generated files: their text by their path from the root. */
async function generatedFiles(root) {
  const base = readJson(root, 'schemas/spec.base.json')
  const cluster = readJson(root, 'schemas/cluster.schema.json')
  const workload = readJson(root, 'schemas/workload.schema.json')
  const checks = readChecks(root)
  const kinds = Object.keys(checks)
  const spec = composeSpecSchema(base, checks, workload)
  const files = new Map([
    ['schemas/spec.schema.json', printJson(spec)],
    ['lib/generated/schemas.ts', schemasFile({ spec, cluster, workload, checks })],
    ['lib/generated/spec.ts', await specFile(spec, checks)],
    ['lib/generated/cluster.ts', await clusterFile(cluster)],
    ['lib/generated/workload.ts', await workloadFile(workload)],
    ['lib/generated/checks.ts', checksFile(checks)],
    ['lib/generated/check-inputs.ts', await checkInputsFile(checks, workload)],
    ['lib/generated/check-defaults.ts', defaultsFile(checks)],
    ['lib/generated/check-kinds.ts', checkKindsFile(checks)],
    ['lib/generated/server-types.ts', serverTypesFile(workerTypes(cluster))],
  ])
  for (const kind of kinds) {
    files.set(`lib/generated/checks/${kind}.ts`, await checkFile(kind, checks[kind]))
  }
  return files
}

/** The allowed values of a worker's `type` in the schema of the cluster file. */
function workerTypes({ $defs }) {
  return $defs.worker.properties.type.enum
}

/** A check has one schema file: `schemas/checks/<kind>.schema.json`. */
function readChecks(root) {
  const telemetry = readJson(root, 'schemas/telemetry.schema.json')
  const agents = readJson(root, 'schemas/agents.schema.json')
  const files = readdirSync(join(root, 'schemas/checks')).filter((file) =>
    file.endsWith('.schema.json'),
  )
  return Object.fromEntries(
    files.sort().map((file) => {
      const kind = file.replace('.schema.json', '')
      const schema = readJson(root, `schemas/checks/${file}`)
      return [kind, withVantages(withAgents(withTelemetry(schema, telemetry), agents), agents)]
    }),
  )
}

/** Checks with loads have the metrics of telemetry beside their own. */
function withTelemetry({ 'x-telemetry': isObserved, ...schema }, telemetry) {
  if (!isObserved) return schema
  const { metrics } = schema.$defs
  const { properties, patternProperties } = telemetry.$defs.metrics
  const merged = {
    ...metrics,
    properties: { ...metrics.properties, ...properties },
    patternProperties: { ...metrics.patternProperties, ...patternProperties },
  }
  return { ...schema, $defs: { ...schema.$defs, metrics: merged } }
}

/** Checks whose loads agents can send have an option for them. */
function withAgents({ 'x-agents': isShared, ...schema }, agents) {
  if (!isShared) return schema
  const { properties } = agents.$defs.options
  return { ...schema, properties: { ...schema.properties, ...properties } }
}

/** Probes that agents can make from where they are take which ones, and measure each. */
function withVantages({ 'x-vantages': isProbe, ...schema }, agents) {
  if (!isProbe) return schema
  const { properties } = agents.$defs.vantages
  return {
    ...schema,
    'x-labels': { ...schema['x-labels'], agent: 'text' },
    properties: { ...schema.properties, ...properties },
  }
}

/** The generated files that are there: their text by their path from the root. */
function presentFiles(root) {
  const folder = join(root, 'lib/generated')
  mkdirSync(folder, { recursive: true })
  const paths = readdirSync(folder, { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `lib/generated/${path.replaceAll('\\', '/')}`)
  const texts = paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])
  const present = new Map(texts.filter(([, text]) => text.startsWith(header)))
  const spec = readText(join(root, 'schemas/spec.schema.json'))
  return spec === undefined ? present : present.set('schemas/spec.schema.json', spec)
}

function report(stale) {
  if (stale.length === 0) return
  for (const path of stale) process.stderr.write(`stale: ${path}\n`)
  process.stderr.write('the schemas have changed since: run `npm run generate`\n')
  process.exitCode = 1
}

function readJson(root, path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

await generate(fileURLToPath(new URL('..', import.meta.url)), {
  isCheck: process.argv.includes('--check'),
})
