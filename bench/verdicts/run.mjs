// Verdicts of simulated runs whose truth is known. Pure, seeded, some minutes on one core.
// node bench/verdicts/run.mjs [--only regressions,courses,sizes,sequential,budgets,coverage,fitness,changes] [--runs 2000]
import { parseArgs } from 'node:util'
import { budgets } from './budgets.mjs'
import { changes } from './changes.mjs'
import { coverage } from './coverage.mjs'
import { fitness } from './fitness.mjs'
import { courses, regressions, sizes } from './regressions.mjs'
import { sequential } from './sequential.mjs'

const parts = { regressions, courses, sizes, sequential, budgets, coverage, fitness, changes }

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(parts).join(',') },
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
})

for (const name of values.only.split(',')) {
  const began = performance.now()
  parts[name]({ seed: Number(values.seed), runs: Number(values.runs) })
  process.stderr.write(`${name}: ${((performance.now() - began) / 1_000).toFixed(0)} s\n`)
}
