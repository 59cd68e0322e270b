import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

/** Projects that use only `tests/e2e/toolchain.ts`. */
const files = [
  'changed-inputs',
  'yaml-collection',
  'gate',
  'bad-input',
  'own-tests',
  'stray-specs',
  'watch',
].map((name) => `tests/e2e/${name}.test.ts`)

/** Runs the tests with the package and the Vitest in `home` on `node`; returns how many passed. */
export async function runTests({ root, home, node }, cancelSignal) {
  const report = join(home, 'report.json')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { exitCode } = await execa(
    process.execPath,
    [vitest, 'run', '--config', 'tests/vitest.config.ts', ...reporters, ...files],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { CLUSTERGATE_TEST_HOME: home, CLUSTERGATE_TEST_NODE: node },
      reject: false,
      timeout: 600_000,
      cancelSignal,
    },
  )
  cancelSignal.throwIfAborted()
  const counts = JSON.parse(readFileSync(report, 'utf8'))
  return {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests,
    isGreen: exitCode === 0 && counts.success && counts.numPassedTests > 0,
  }
}
