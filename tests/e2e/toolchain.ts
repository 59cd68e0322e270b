import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const { CLUSTERGATE_TEST_HOME: home, CLUSTERGATE_TEST_NODE } = process.env
if (!home)
  throw new Error('CLUSTERGATE_TEST_HOME is missing: the project has no setup built-home.ts')

/**
 * The programs of the end-to-end tests: the package and the Vitest that are installed in `node_modules` of
 * the folder `CLUSTERGATE_TEST_HOME`, the build of these sources unless `npm run test:matrix` names
 * another, and `CLUSTERGATE_TEST_NODE`, the path of a `node`, or this Node.
 */
export const toolchain = {
  node: CLUSTERGATE_TEST_NODE || process.execPath,
  /** Below it, projects find the same `node_modules`. */
  projects: join(home, 'projects'),
}

/** The installed package. */
export const packageFolder = join(home, 'node_modules/clustergate')

/** The path of Vitest's command. */
export const vitestCommand = join(home, 'node_modules/vitest/vitest.mjs')

/** The major version of that Vitest. */
export const vitestMajor = Number.parseInt(vitestVersion(), 10)

function vitestVersion(): string {
  const manifest = join(vitestCommand, '../package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
