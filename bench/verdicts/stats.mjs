// The statistics from their sources: plain Node 20 reads no TypeScript.
import { runnerImport } from 'vite'

export const { blockRatio, compareBlocks } = await fromSources('compare/compare-blocks')
export const { bootstrapRatio } = await fromSources('compare/block-bootstrap')
export const { bestSplit } = await fromSources('series/energy-split')
export const { batchMeans } = await fromSources('series/batch-means')
export const { changePoints } = await fromSources('series/change-points')
export const { clopperPearson } = await fromSources('intervals/clopper-pearson')
export const { compareSeparate } = await fromSources('compare/compare-separate')
export const { decide } = await fromSources('compare/decide')
export const { drift } = await fromSources('series/drift')
export const { effectiveSize } = await fromSources('series/effective-size')
export const { judgeChange } = await fromSources('compare/regression')
export const { normalQuantile, normalTail } = await fromSources('intervals/normal')
export const { outliers } = await fromSources('series/outliers')
export const { quantile } = await fromSources('intervals/summary')
export const { quantileInterval } = await fromSources('intervals/quantile-interval')
export const { seededRandom, seedOf } = await fromSources('seeded-random')
export const { seriesQuantile } = await fromSources('intervals/series-quantile')
export const { spendingBounds } = await fromSources('compare/error-spending')
export const { stoppingRule } = await fromSources('compare/stopping-rule')
export const { studentT } = await fromSources('intervals/student-t')
export const { isCandidateFirst } = await fromSources('compare/turn-order')
export const { warmUp } = await fromSources('series/warm-up')

async function fromSources(name) {
  const file = new URL(`../../lib/stats/${name}.ts`, import.meta.url).pathname
  const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' })
  return module
}
