import { caseTitle } from '../spec/cases.ts'
import { explain } from '../verdict/explain.ts'
import { type CaseResult, hasFailed } from './case-result.ts'
import { pingMethods } from './ping-methods.ts'

/** Whether the network is fit for the later stages. */
export type GateState =
  | {
      readonly open: true
      /** How the network tests pinged, in words, each once. */
      readonly pingMethods?: readonly string[]
      /** Nothing was run before: a test of the run itself must pass first. */
      readonly needsRun?: true
    }
  | { readonly open: false; readonly reason: string }

/** The outcome of a test of the network stage, whichever runner ran it. */
export interface GateTest {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Why it failed, or a note. */
  readonly words: string
  /** How it pinged, in words, if that is notable. */
  readonly pingMethod?: string
}

export function gateTest(result: CaseResult): GateTest {
  const { test, workerId, verdict } = result
  const name = caseTitle({ name: test }, workerId)
  if (hasFailed(result)) return { name, outcome: 'failed', words: explain(verdict) }
  const outcome = verdict.status === 'skipped' ? 'skipped' : 'passed'
  const [pingMethod] = pingMethods([result])
  const words = verdict.reason ?? ''
  return { name, outcome, words, ...(pingMethod !== undefined && { pingMethod }) }
}

/**
 * The gate opens if something passed and nothing failed. A test that its author skips proves nothing; an
 * inconclusive one with a warning passes, as under Vitest.
 */
export function gateState(tests: readonly GateTest[]): GateState {
  const failed = tests.filter(({ outcome }) => outcome === 'failed')
  if (failed.length > 0) {
    const count = `${failed.length} of ${tests.length} network tests failed`
    return { open: false, reason: [count, ...failed.map(describeFailure)].join('\n') }
  }
  if (tests.some(({ outcome }) => outcome === 'passed')) {
    const methods = [...new Set(tests.flatMap(({ pingMethod }) => pingMethod ?? []))]
    return { open: true, ...(methods.length > 0 && { pingMethods: methods }) }
  }
  return { open: false, reason: nothingRan }
}

/** Why a gate is closed of which no test passed or failed. */
export const nothingRan = 'no test of the network stage was run'

function describeFailure({ name, words }: GateTest): string {
  return `${name}\n${words.replaceAll(/^/gm, '  ')}`
}
