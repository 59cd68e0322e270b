import type { ConditionVerdict, Verdict } from '../record/verdict.ts'
import { explain } from '../verdict/explain.ts'

/** A measured value that does not meet its condition. */
class BudgetMissed extends Error {
  override readonly name: string = 'BudgetMissed'

  // A getter, as are those below: Vitest prints the own properties of an error.
  get code(): string {
    return 'CLUSTERGATE_BUDGET_MISSED'
  }
}

/** There was no value for the condition. */
class NoData extends BudgetMissed {
  override readonly name = 'NoData'

  override get code(): string {
    return 'CLUSTERGATE_NO_DATA'
  }
}

/** The sample does not decide the condition. */
class Inconclusive extends BudgetMissed {
  override readonly name = 'Inconclusive'

  override get code(): string {
    return 'CLUSTERGATE_INCONCLUSIVE'
  }
}

/** The check could not run at all. */
class ProbeError extends Error {
  override readonly name = 'ProbeError'

  get code(): string {
    return 'CLUSTERGATE_PROBE_ERROR'
  }
}

/** The names of all errors that `verdictErrors` creates. */
export const verdictErrorNames: ReadonlySet<string> = new Set([
  'BudgetMissed',
  'NoData',
  'Inconclusive',
  'ProbeError',
])

/**
 * The errors to throw for a verdict: one per condition that was not met, each on its own line of the YAML
 * file; none for a pass.
 * @param sites errors created at the test's position and at each condition's, in this order
 */
export function verdictErrors(
  verdict: Verdict,
  onInconclusive: 'fail' | 'warn',
  [testSite, ...conditionSites]: readonly Error[],
): Error[] {
  if (verdict.status === 'pass' || verdict.status === 'skipped') return []
  if (verdict.status === 'error') return [placed(new ProbeError(explain(verdict)), testSite)]
  const errors = verdict.conditions.flatMap((condition, index) =>
    isTolerated(condition, onInconclusive)
      ? []
      : [placed(conditionError(verdict, condition), conditionSites[index])],
  )
  if (errors.length > 0 || verdict.status === 'inconclusive') return errors
  return [placed(new NoData(explain(verdict)), testSite)]
}

/**
 * The error to throw for a verdict on a program's measurement: one for all conditions.
 * @param site an error created at the call
 * @returns undefined for a pass
 */
export function verdictError(
  verdict: Verdict,
  onInconclusive: 'fail' | 'warn',
  site: Error,
): Error | undefined {
  const [first] = verdictErrors(verdict, onInconclusive, [])
  if (!first) return undefined
  const error = new (kindOfError(verdict))(explain(verdict))
  const frames = site.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n')
  return error
}

/** The worst status among conditions and verdict. */
function kindOfError({ status, conditions }: Verdict) {
  if (status === 'error') return ProbeError
  if (status === 'inconclusive') return Inconclusive
  const isMissed = conditions.some((each) => each.status === 'fail')
  return isMissed || !conditions.some((each) => each.status === 'no_data') ? BudgetMissed : NoData
}

function isTolerated({ status }: ConditionVerdict, onInconclusive: 'fail' | 'warn'): boolean {
  return status === 'pass' || (status === 'inconclusive' && onInconclusive === 'warn')
}

function conditionError(verdict: Verdict, condition: ConditionVerdict): Error {
  const message = explain(verdict, condition)
  if (condition.status === 'no_data') return new NoData(message)
  if (condition.status === 'inconclusive') return new Inconclusive(message)
  return new BudgetMissed(message)
}

/** Gives an error the stack of another, without our own frames. */
function placed(error: Error, site: Error | undefined): Error {
  const frame = site?.stack?.split('\n').find((line) => /\.ya?ml[:)]/.test(line))
  error.stack = [`${error.name}: ${error.message}`, frame].filter(Boolean).join('\n')
  return error
}
