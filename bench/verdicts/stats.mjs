// The statistics from their sources: plain Node 20 reads no TypeScript.
import { runnerImport } from 'vite'

export const { blockRatio, compareBlocks } = await fromSources('compare-blocks')
export const { bootstrapRatio } = await fromSources('block-bootstrap')
export const { bestSplit } = await fromSources('energy-split')
export const { batchMeans } = await fromSources('batch-means')
export const { changePoints } = await fromSources('change-points')
export const { clopperPearson } = await fromSources('clopper-pearson')
export const { compareSeparate } = await fromSources('compare-separate')
export const { decide } = await fromSources('decide')
export const { drift } = await fromSources('drift')
export const { effectiveSize } = await fromSources('effective-size')
export const { judgeChange } = await fromSources('regression')
export const { normalQuantile, normalTail } = await fromSources('normal')
export const { outliers } = await fromSources('outliers')
export const { quantile } = await fromSources('summary')
export const { quantileInterval } = await fromSources('quantile-interval')
export const { seededRandom, seedOf } = await fromSources('seeded-random')
export const { seriesQuantile } = await fromSources('series-quantile')
export const { spendingBounds } = await fromSources('error-spending')
export const { stoppingRule } = await fromSources('stopping-rule')
export const { studentT } = await fromSources('student-t')
export const { isCandidateFirst } = await fromSources('turn-order')
export const { warmUp } = await fromSources('warm-up')

async function fromSources(name) {
  const file = new URL(`../../lib/stats/${name}.ts`, import.meta.url).pathname
  const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' })
  return module
}
