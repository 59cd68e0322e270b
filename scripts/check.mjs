import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/**
 * Lint, types, unused exports and the build, in parallel: none needs the output of another. The output of
 * failures is printed completely, one after the other; exit code 1 if any does.
 *
 *   node scripts/check.mjs
 */
const steps = ['lint', 'types', 'unused', 'build']

const options = {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdin: 'ignore',
  all: true,
  reject: false,
  env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : {},
}

async function run(step) {
  const startedAt = performance.now()
  const { failed, all } = await execa('npm', ['run', '--silent', step], options)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(`${failed ? '✗' : '✓'} ${step.padEnd(6)} ${seconds.padStart(5)} s\n`)
  return { step, failed, all }
}

const results = await Promise.all(steps.map(run))
const failures = results.filter(({ failed }) => failed)
for (const { step, all } of failures) process.stdout.write(`\nnpm run ${step}\n${all}\n`)
if (failures.length > 0) process.exitCode = 1
