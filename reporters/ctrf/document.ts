import { targetInWords } from '../../lib/cluster/target.ts'
import type { CaseRecord, RunSource } from '../../lib/record/run/run-record.ts'
import { visibleJson } from '../../lib/source/visible-text.ts'
import { fromCheckout } from '../kit/from-checkout.ts'
import { isFlaky } from '../kit/run-summary.ts'
import { filesInCases } from '../kit/whole-cases.ts'
import { CtrfIds } from './ids.ts'
import { ctrfTest, statusOf } from './test.ts'

/** The CTRF document of a run (ctrf.io, version 1.0), a chunk for each case. */
export function* ctrfChunks(run: RunSource): Generator<string> {
  const counts = new Counts()
  const ids = new CtrfIds()
  const { clustergate } = run.environment ?? {}
  const tool = { name: 'clustergate', ...(clustergate && { version: clustergate }) }
  const head = { reportFormat: 'CTRF', specVersion: '1.0.0', generatedBy: 'clustergate' }
  yield `${JSON.stringify(head).slice(0, -1)},\n"results":{"tool":${JSON.stringify(tool)},\n"tests":[`
  let separator = '\n'
  for (const file of filesInCases(run)) {
    counts.suites += 1
    for (const each of file.cases) {
      counts.add(each)
      const { stage } = file
      const path = fromCheckout(run, each.file)
      const id = ids.of([stage, path, each.name])
      const test = ctrfTest(each, { stage, id, file: path })
      yield `${separator}${visibleJson(JSON.stringify(test))}`
      separator = ',\n'
    }
  }
  const end = {
    summary: counts.summary(run),
    environment: environment(run, counts),
    extra: { ended: run.ended ?? 'unknown', startedAt: run.startedAt },
  }
  yield `\n],\n${visibleJson(JSON.stringify(end)).slice(1)}}\n`
}

/** Counted while the cases are written, because the summary is after them. */
class Counts {
  suites = 0
  flaky = 0
  readonly statuses = { passed: 0, failed: 0, skipped: 0, pending: 0, other: 0 }

  add(test: CaseRecord): void {
    this.statuses[statusOf(test)] += 1
    if (isFlaky(test)) this.flaky += 1
  }

  summary({ startedAt, durationMs }: RunSource) {
    const { statuses, suites, flaky } = this
    const start = Date.parse(startedAt)
    const duration = Math.round(durationMs)
    const tests = Object.values(statuses).reduce((sum, count) => sum + count, 0)
    return { tests, ...statuses, flaky, suites, start, stop: start + duration, duration }
  }
}

function environment({ environment = undefined, cluster }: RunSource, { statuses }: Counts) {
  const { platform = '', commit, branch, ci, node, cpus, vitest } = environment ?? {}
  const [osPlatform = ''] = platform.split(' ')
  return {
    appName: 'clustergate',
    ...(ci && { buildName: ci.name }),
    ...(ci?.url !== undefined && { buildUrl: ci.url }),
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branchName: branch }),
    ...(osPlatform !== '' && { osPlatform }),
    ...(cluster && { testEnvironment: targetInWords(cluster) }),
    healthy: statuses.failed === 0,
    extra: { node, cpus, vitest, workers: cluster?.workers },
  }
}
