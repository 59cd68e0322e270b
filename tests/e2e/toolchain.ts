import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const { CLUSTERGATE_TEST_HOME, CLUSTERGATE_TEST_NODE } = process.env

/**
 * What the runs of the end-to-end tests use: the sources, the Vitest of this repository and this Node. `npm
 * run test:matrix` names others: `CLUSTERGATE_TEST_HOME`, a folder in whose `node_modules` the packed
 * package and a Vitest are installed, and `CLUSTERGATE_TEST_NODE`, the path of a `node`.
 */
export const toolchain = {
  node: CLUSTERGATE_TEST_NODE || process.execPath,
  home: CLUSTERGATE_TEST_HOME || root,
  /** Below it, projects find the same `node_modules`. */
  projects: CLUSTERGATE_TEST_HOME
    ? join(CLUSTERGATE_TEST_HOME, 'projects')
    : join(root, 'tests/.tmp'),
  isPacked: Boolean(CLUSTERGATE_TEST_HOME),
}

/** The built package: the installed one, else that of this repository. */
export const packageFolder = toolchain.isPacked
  ? join(toolchain.home, 'node_modules/clustergate')
  : root

/** The path of Vitest's command. */
export const vitestCommand = join(toolchain.home, 'node_modules/vitest/vitest.mjs')

/** The major version of that Vitest. */
export const vitestMajor = Number.parseInt(vitestVersion(), 10)

function vitestVersion(): string {
  const manifest = join(toolchain.home, 'node_modules/vitest/package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
