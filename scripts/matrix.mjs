import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { legs, nodes, vitests } from './matrix/legs.mjs'
import { runTests } from './matrix/run-tests.mjs'
import { fetchNode, installPackage, packProject } from './matrix/toolchains.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const { node, vitest } = new Command('npm run test:matrix --')
  .description(
    'Packs the project and tests it with each Node.js and each Vitest, one after the other.',
  )
  .option('--node <version>', `only this Node.js: ${nodes.join(', ')}, or the start of one`)
  .option('--vitest <version>', `only this Vitest: ${vitests.join(', ')}, or the start of one`)
  .parse()
  .opts()

/** A combination with its counts, or with `problem`: why it has none. */
async function runLeg(leg, { folder, packed, signal }) {
  if (leg.reason) return leg
  process.stdout.write(`\nNode.js ${leg.node}, Vitest ${leg.vitest}\n`)
  const home = join(folder, `vitest-${leg.vitest}-node-${leg.node}`)
  try {
    const path = await fetchNode(leg.node, folder, signal)
    await installPackage({ packed, vitest: leg.vitest, node: path }, home, signal)
    return { ...leg, ...(await runTests({ root, home, node: path }, signal)) }
  } catch (error) {
    signal.throwIfAborted()
    return { ...leg, problem: error.shortMessage ?? error.message, isGreen: false }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function line({ node, vitest, reason, problem, isGreen, passed, failed, skipped }) {
  const verdict = reason ? 'skipped' : isGreen ? 'passed' : 'failed'
  const figures = reason ?? problem ?? `${passed} passed, ${failed} failed, ${skipped} skipped`
  return `Node.js ${node.padEnd(8)} Vitest ${vitest.padEnd(7)} ${verdict.padEnd(8)} ${figures}\n`
}

async function runAll(chosen, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-matrix-'))
  try {
    const packed = await packProject(root, folder, signal)
    const results = []
    for (const leg of chosen) results.push(await runLeg(leg, { folder, packed, signal }))
    process.stdout.write(`\n${results.map(line).join('')}`)
    const hasRun = results.some(({ reason }) => !reason)
    if (!hasRun) process.stdout.write('nothing was tested\n')
    return hasRun && results.every(({ reason, isGreen }) => reason || isGreen) ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the combinations; a signal ends the current one, and removes the folder as well. */
async function main() {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)))
  }
  try {
    process.exitCode = await runAll(legs({ node, vitest }), interrupted.signal)
  } catch (error) {
    process.stderr.write(`${interrupted.signal.reason?.message ?? error.message}\n`)
    process.exitCode = interrupted.signal.aborted ? 130 : error instanceof RangeError ? 2 : 1
  }
}

await main()
