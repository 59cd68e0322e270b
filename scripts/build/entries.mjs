import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Modules that Vitest, Node.js or a thread opens by path; nothing imports them. */
const openedByPath = [
  'lib/cli/main',
  'lib/vitest/setup',
  'lib/vitest/global-setup',
  'lib/vitest/collect/spec-runtime',
  'lib/simulator/cluster-thread-entry',
  'lib/agents/agent/load-thread-entry',
]

/** The public entry points: `clustergate` and `clustergate/NAME`, a file in `lib/` each. */
function faces(root) {
  return modulesIn(root, 'lib')
}

/** `clustergate/reporters/NAME`. */
function reporters(root) {
  return modulesIn(root, 'reporters').filter((name) => name !== 'formats')
}

/** Modules of the sources that are files of their own in the package, without their extension. */
export function entries(root) {
  return [
    ...faces(root).map((name) => `lib/${name}`),
    ...reporters(root).map((name) => `reporters/${name}`),
    ...openedByPath,
  ]
}

/** `exports` of package.json. */
export function packageExports(root) {
  const conditions = (path) => ({ types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` })
  const of = (names, prefix, folder) =>
    names.map((name) => [
      name === 'index' ? '.' : `./${prefix}${name}`,
      conditions(`${folder}/${name}`),
    ])
  return Object.fromEntries([
    ...of(['index', ...faces(root).filter((name) => name !== 'index')], '', 'lib'),
    ...of(reporters(root), 'reporters/', 'reporters'),
    ['./schemas/*', './schemas/*'],
    ['./package.json', './package.json'],
  ])
}

function modulesIn(root, folder) {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}
