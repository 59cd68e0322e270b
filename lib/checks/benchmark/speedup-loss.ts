import type { LoadRecord } from '../../record/load-record.ts'

/** The factors of a speedup, all in percent of the ideal speedup; the parts add up to `loss`. */
export interface SpeedupLoss {
  readonly loss: number
  readonly workers: number
  /** Undefined if responses were not streamed, because first tokens are unknown. */
  readonly queueing: number | undefined
  /** Undefined if round trips to the workers were not measured. */
  readonly network: number | undefined
  readonly balancer: number
  readonly tail: number
  readonly client: number
  readonly failures: number
}

/** The measurement of one side of a level. */
export interface MeasuredSide {
  readonly record: LoadRecord
  /** Slots that this load could use: the smaller of the concurrency and all slots. */
  readonly usableSlots: number
  /**
   * Mean time of a TCP connect to its workers during the load, in milliseconds; undefined if not measured.
   */
  readonly connectMs: number | undefined
}

/**
 * Explains the loss against the ideal speedup, which is the ratio of usable slots of the candidate to the
 * baseline. By Little's law (Little, "A proof for the queuing formula L = λW", 1961) the throughput is the
 * mean number of requests at the workers over the mean time each takes, so that
 *
 *     speedup = slots ratio × busy ratio × service-time ratio × success ratio
 *
 * exactly. Each ratio is split further: busy slots into the requests that the client kept in flight, those
 * that the balancer passed on, and those that the end of the run left idle; service time into the round
 * trip to the worker, the wait before the first token, and the rest. The loss is divided by the logarithms
 * of the ratios, because they multiply. Undefined if a side has no successful response.
 */
export function explainLoss(
  candidate: MeasuredSide,
  baseline: MeasuredSide,
): SpeedupLoss | undefined {
  const [fast, slow] = [factorsOf(candidate), factorsOf(baseline)]
  if (!fast || !slow) return undefined
  const network = networkMs(candidate, baseline)
  const waiting = waitingMs(fast, slow, network)
  const restMs = slow.serviceMs + (network ?? 0) + (waiting ?? 0)
  const logs = {
    client: Math.log(fast.client / slow.client),
    balancer: Math.log(fast.balancer / slow.balancer),
    tail: Math.log(fast.tail / slow.tail),
    failures: Math.log(fast.success / slow.success),
    network: -Math.log((slow.serviceMs + (network ?? 0)) / slow.serviceMs),
    queueing: -Math.log(restMs / (slow.serviceMs + (network ?? 0))),
    workers: -Math.log(fast.serviceMs / restMs),
  }
  const total = Object.values(logs).reduce((sum, log) => sum + log, 0)
  const loss = (1 - Math.exp(total)) * 100
  // Near zero loss, a part in percent is the logarithm itself.
  const scale = Math.abs(total) < 1e-9 ? -100 : loss / total
  const part = (log: number) => log * scale
  return {
    loss,
    workers: part(logs.workers),
    queueing: waiting === undefined ? undefined : part(logs.queueing),
    network: network === undefined ? undefined : part(logs.network),
    balancer: part(logs.balancer),
    tail: part(logs.tail),
    client: part(logs.client),
    failures: part(logs.failures),
  }
}

interface Factors {
  /** Fraction of the usable slots for which the client had requests in flight. */
  readonly client: number
  /** Fraction of those that were busy, while there was more to send. */
  readonly balancer: number
  /** Fraction of these over the whole run. */
  readonly tail: number
  /** Successful responses per attempt's worth of work. */
  readonly success: number
  readonly serviceMs: number
  readonly firstTokenMs: number | undefined
}

function factorsOf({ record, usableSlots }: MeasuredSide): Factors | undefined {
  const { total, busySlots, client, durationMs } = record
  const serviceMs = total.times.service_time?.avgMs
  if (serviceMs === undefined || total.ok === 0 || busySlots.untilLastStart <= 0) return undefined
  const offered = Math.min(client.inFlightMean, usableSlots)
  const ttft = total.times.ttft
  const waitMs = total.times.queue_wait?.avgMs ?? 0
  return {
    client: offered / usableSlots,
    balancer: busySlots.untilLastStart / offered,
    tail: busySlots.mean / busySlots.untilLastStart,
    // The remainder of Little's law: time that workers spent on requests without a result.
    success: (total.ok * serviceMs) / (busySlots.mean * durationMs),
    serviceMs,
    firstTokenMs: ttft && Math.max(0, ttft.avgMs - waitMs),
  }
}

/** How much longer a round trip to the candidate's workers takes; a request needs at least one. */
function networkMs(candidate: MeasuredSide, baseline: MeasuredSide): number | undefined {
  if (candidate.connectMs === undefined || baseline.connectMs === undefined) return undefined
  return Math.max(0, candidate.connectMs - baseline.connectMs)
}

/** How much later its first tokens come, beyond the longer round trip. */
function waitingMs(fast: Factors, slow: Factors, network: number | undefined): number | undefined {
  if (fast.firstTokenMs === undefined || slow.firstTokenMs === undefined) return undefined
  return Math.max(0, fast.firstTokenMs - slow.firstTokenMs - (network ?? 0))
}
