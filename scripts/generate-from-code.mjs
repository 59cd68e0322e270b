import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { packageExports } from './build/entries.mjs'
import { missingFiles } from './generate/missing-parts.mjs'

/**
 * Writes what is generated from the code: `reporters/formats.ts`, `exports` of package.json, the embedded cluster, and the tables of pages under
 * a comment such as `<!-- table: checks -->`. With `--check` nothing is written: stale files are named, and
 * the exit code is 1.
 *
 *   node scripts/generate-from-code.mjs [--check]
 */
async function main(root, { isCheck }) {
  const missing = missingFiles(root)
  if (missing.length > 0) {
    process.stderr.write(`${missing.join('\n')}\n`)
    process.exitCode = 1
    return
  }
  const formats = await load(root, 'scripts/generate/report-formats.ts')
  const isStale = (path, text) => readFileSync(join(root, path), 'utf8') !== text
  const write = (path, text) => {
    if (!isStale(path, text)) return
    if (isCheck) process.stderr.write(`stale: ${path}\n`)
    else writeFileSync(join(root, path), text)
    changed.push(path)
  }
  const changed = []
  write('reporters/formats.ts', formats.formatsFile())
  write('package.json', withExports(root))
  const { embeddedClusterFile } = await load(root, 'scripts/generate/embedded-cluster.ts')
  write('lib/cluster/read/embedded-cluster.ts', await embeddedClusterFile())
  const { withFreshTables } = await load(root, 'scripts/generate/doc-tables.ts')
  for (const path of pages(root))
    write(path, withFreshTables(readFileSync(join(root, path), 'utf8')))
  if (!isCheck) return void process.stdout.write(`${changed.length} written from the code\n`)
  if (changed.length > 0) process.exitCode = 1
}

/** TypeScript as it is, on every Node.js. */
async function load(root, path) {
  const options = { root, configFile: false, logLevel: 'error', oxc: { target: 'es2022' } }
  return (await runnerImport(join(root, path), options)).module
}

function withExports(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return `${JSON.stringify({ ...manifest, exports: packageExports(root) }, null, 2)}\n`
}

function pages(root) {
  const docs = readdirSync(join(root, 'docs'), { recursive: true })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
  return ['README.md', ...docs.filter((path) => !path.startsWith('docs/api/'))]
}

await main(fileURLToPath(new URL('..', import.meta.url)), {
  isCheck: process.argv.includes('--check'),
})
