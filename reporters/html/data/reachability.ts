import type { Evidence, Measurement } from '../../../lib/record/measurement.ts'
import type { CaseRecord, WorkerRecord } from '../../../lib/record/run/run-record.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'

/** How far a worker was reached, step by step. */
export interface WorkerReach {
  readonly id: string
  /** `192.168.1.105:1234` */
  readonly address: string
  readonly steps: readonly ReachStep[]
  /** Undefined where no step was tried. */
  readonly outcome: 'reached' | 'failed' | undefined
  /** `first response after 20.2ms`, or the failure. */
  readonly words: string
}

export interface ReachStep {
  readonly kind: StepKind
  readonly outcome: 'reached' | 'failed'
  /** Undefined if it was not timed. */
  readonly ms: number | undefined
  readonly words: string
}

export type StepKind = 'ping' | 'port' | 'response'

interface StepRule {
  readonly check: string
  readonly kind: StepKind
  readonly noun: string
  readonly metric: string
  /** Whether it was reached, regardless of budgets. */
  readonly isReached: (metrics: Measurement['metrics']) => boolean
}

/** From the network to the model: each step needs those before. */
const rules: readonly StepRule[] = [
  {
    check: 'ping',
    kind: 'ping',
    noun: 'ping',
    metric: 'rtt.avg',
    isReached: (metrics) => Number(metrics['packets.received'] ?? 0) > 0,
  },
  {
    check: 'tcp',
    kind: 'port',
    noun: 'connect',
    metric: 'connect_time',
    isReached: ({ open }) => open === true,
  },
  {
    check: 'model',
    kind: 'response',
    noun: 'first response',
    metric: 'time.completion',
    isReached: ({ answers }) => answers === true,
  },
]

/**
 * The first attempt of each step on each worker, collected while the cases of the network stage are read:
 * the first one started, since JSON lines have the cases in the order of their ends.
 */
export class ReachCollector {
  readonly #steps = new Map<string, Map<string, ReachStep & { readonly startedAt: string }>>()

  note(
    subject: string,
    measurements: readonly Measurement[],
    { startedAt = '' }: CaseRecord,
  ): void {
    for (const measurement of measurements) {
      // From this machine: what agents reach has a table of its own.
      if (measurement.vantages) continue
      const rule = rules.find(({ check }) => check === measurement.check)
      if (!rule) continue
      const own = this.#steps.get(subject) ?? new Map()
      this.#steps.set(subject, own)
      const known = own.get(rule.kind)
      if (known && known.startedAt <= startedAt) continue
      own.set(rule.kind, { ...stepOf(rule, measurement), startedAt })
    }
  }

  /** Empty where the network stage tried none of them. */
  workers(workers: readonly WorkerRecord[]): readonly WorkerReach[] {
    const all = workers.map((worker) => reachOf(worker, this.#steps.get(worker.id)))
    return all.some(({ outcome }) => outcome !== undefined) ? all : []
  }
}

function reachOf(
  { id, host, port }: WorkerRecord,
  tried: ReadonlyMap<string, ReachStep> | undefined,
): WorkerReach {
  const steps = rules.flatMap(({ kind }) => tried?.get(kind) ?? [])
  const failed = steps.findLast(({ outcome }) => outcome === 'failed')
  const last = steps.at(-1)
  return {
    id,
    address: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    steps,
    outcome: failed?.outcome ?? last?.outcome,
    words: failed?.words ?? last?.words ?? 'not tried',
  }
}

function stepOf({ kind, noun, metric, isReached }: StepRule, measurement: Measurement): ReachStep {
  const { metrics, evidence, error } = measurement
  if (isReached(metrics)) {
    const value = metrics[metric]
    const ms = typeof value === 'number' ? value : undefined
    const after = ms === undefined ? '' : ` after ${formatQuantity(ms, 'duration')}`
    return { kind, outcome: 'reached', ms, words: `${noun}${after}` }
  }
  const broken = evidence.findLast(({ outcome }) => outcome !== 'ok')
  return {
    kind,
    outcome: 'failed',
    ms: broken?.afterMs,
    words: broken ? evidenceWords(broken) : (error?.message ?? `no ${noun}`),
  }
}

function evidenceWords({ attempt, outcome, detail, afterMs }: Evidence): string {
  const what = outcome.replaceAll('_', ' ')
  const reported = detail === '' || detail === outcome ? what : `${what} (${detail})`
  return `${attempt}: ${reported} after ${formatQuantity(afterMs, 'duration')}`
}
