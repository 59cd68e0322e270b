// What a YAML spec costs over an empty Vitest test: whole processes, side by side.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { installPackage } from '../install-package.mjs'
import { compare, measure, table } from '../measure.mjs'

const root = join(import.meta.dirname, '../..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const folder = join(root, 'bench/.tmp/one-spec')
const rounds = Number(process.argv[2] ?? 7)

function project(name, files) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, name, path)
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, text)
  }
  return () => measure(process.execPath, [vitest, 'run'], { cwd: join(folder, name) })
}

const withPlugin = `import { defineConfig } from 'vitest/config'
import clustergate from 'clustergate'
export default defineConfig({ plugins: [clustergate()] })
`
const spec = (index) => `suite: Suite ${index}
tests:
  - name: port open
    tcp: {}
    expect: { open: true }
`
const many = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [`specs/network/s${index}.spec.yaml`, spec(index)]),
)

/** One spec and forty, with the package of a build; each build has a folder, in which the package is found. */
function specsWith(name, words, packageRoot) {
  installPackage(join(folder, name), packageRoot)
  return {
    [`one YAML spec, embedded cluster of three${words}`]: project(`${name}/one`, {
      'vitest.config.ts': withPlugin,
      'specs/network/s.spec.yaml': spec(0),
    }),
    [`forty YAML specs, embedded cluster of three${words}`]: project(`${name}/forty`, {
      'vitest.config.ts': withPlugin,
      ...many,
    }),
  }
}

rmSync(folder, { recursive: true, force: true })
const before = process.env.BENCH_BEFORE
const results = await compare(
  {
    'an empty Vitest test, no plugin': project('empty', {
      'vitest.config.ts': `export default { test: { pool: 'threads', isolate: false } }`,
      'empty.test.ts': `import { test } from 'vitest'\ntest('nothing', () => {})\n`,
    }),
    ...specsWith('now', ''),
    ...(before && specsWith('before', ', the build before', resolve(root, before, '..'))),
  },
  rounds,
)
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${table(results, 'an empty Vitest test, no plugin')}\n`)
