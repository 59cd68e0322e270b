import type { ErrorRecord } from '../../lib/record/run/run-record.ts'
import type { VerdictStatus } from '../../lib/record/verdict.ts'

/** An error of a test from Vitest; the context exists if a matcher of `expect.extend` failed. */
interface ReportedError extends Partial<ErrorRecord> {
  readonly __vitest_error_context__?: { readonly meta?: { readonly clustergate?: VerdictStatus } }
}

export type ErrorKind = 'failed' | 'inconclusive' | 'error'

/** Whether an error is a failure, undecided, or an error of the measurement. */
export function kindOf(error: unknown): ErrorKind {
  const { name, __vitest_error_context__: context } = error as ReportedError
  if (name === 'AssertionError') return 'failed'
  const kind = name === undefined ? undefined : kindOfName[name]
  if (kind) return kind
  if (!context) return 'error'
  const status = context.meta?.clustergate
  return status === 'inconclusive' || status === 'error' ? status : 'failed'
}

/** Errors of checks with `expect`. */
const kindOfName: Readonly<Record<string, ErrorKind>> = {
  BudgetMissed: 'failed',
  NoData: 'failed',
  Inconclusive: 'inconclusive',
  ProbeError: 'error',
}

export function errorRecord(error: unknown): ErrorRecord {
  const { message } = error as ReportedError
  return { name: nameOf(error as ReportedError), message: message ?? String(error) }
}

/** Vitest calls the errors of matchers `Error`; these are their names in YAML specs. */
function nameOf(error: ReportedError): string {
  const { name = 'Error', __vitest_error_context__: context } = error
  if (name !== 'Error' || !context) return name
  return context.meta?.clustergate ? names[kindOf(error)] : 'AssertionError'
}

const names: Readonly<Record<ErrorKind, string>> = {
  failed: 'BudgetMissed',
  inconclusive: 'Inconclusive',
  error: 'ProbeError',
}
