import type { Measurement } from '../../record/measurement.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** Whether a probe got through, budgets aside, and what came back in a word or two. */
export interface Reach {
  /** Undefined: the probe could not be made. */
  readonly reaches: boolean | undefined
  readonly words: string
}

/** What is looked at of the metrics of a check. */
interface ReachRule {
  readonly isReached: (metrics: Measurement['metrics']) => boolean
  readonly words: (metrics: Measurement['metrics']) => string
}

const rules: Readonly<Record<string, ReachRule>> = {
  ping: {
    isReached: (metrics) => Number(metrics['packets.received'] ?? 0) > 0,
    words: ({ packet_loss: loss, 'rtt.avg': rtt }) =>
      Number(loss) > 0 ? `${duration(rtt)}, ${Number(loss).toFixed(0)}% lost` : duration(rtt),
  },
  tcp: {
    isReached: ({ success_rate: rate }) => Number(rate ?? 0) > 0,
    words: ({ success_rate: rate, connect_time: time }) =>
      Number(rate) < 100 ? `${duration(time)}, ${Number(rate).toFixed(0)}% open` : duration(time),
  },
  http: {
    isReached: ({ state }) => state === 'answered',
    words: ({ status, 'time.total': time }) => [status, duration(time)].filter(Boolean).join(' '),
  },
  path: {
    isReached: ({ reached }) => reached === true,
    words: ({ hops }) => `${String(hops)} ${hops === 1 ? 'hop' : 'hops'}`,
  },
}

export function reachOf(measurement: Measurement): Reach {
  const { check, metrics, error, evidence } = measurement
  const rule = rules[check]
  if (error || !rule) return { reaches: undefined, words: 'not known' }
  if (rule.isReached(metrics)) return { reaches: true, words: rule.words(metrics) }
  const outcome = evidence.findLast((each) => each.outcome !== 'ok')?.outcome ?? 'nothing came back'
  return { reaches: false, words: outcome.replaceAll('_', ' ') }
}

function duration(value: unknown): string {
  return typeof value === 'number' ? formatQuantity(value, 'duration') : ''
}
