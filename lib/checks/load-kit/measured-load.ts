import { readBalancer } from '../../cluster/read/read-balancer.ts'
import { measureClientCeiling } from '../../load/client/null-server.ts'
import { DirectClient } from '../../load/direct-client.ts'
import type { Driver } from '../../load/drivers/driver.ts'
import { runLoad } from '../../load/run-load.ts'
import type { Sample } from '../../load/series.ts'
import { cacheDoubt } from '../../record/load-doubts.ts'
import type { LoadRecord, Slo } from '../../record/load-record.ts'
import { observeLoad } from '../../telemetry/observe-load.ts'
import { Telemetry } from '../../telemetry/telemetry.ts'
import type { Workload } from '../../workload/workload.ts'
import type { CheckContext } from '../check.ts'
import type { MeasurementBuilder } from '../kit/measurement-builder.ts'
import type { DirectSession } from '../load/direct-session.ts'
import type { BalancerSession } from './balancer-session.ts'
import { recordFaults } from './load-metrics.ts'
import { loadNotes } from './load-notes.ts'

/** The one load that a check is about. */
export interface MeasuredLoad {
  readonly driver: Driver
  readonly workload: Workload
  /** The current step, in a few words. */
  readonly step: string
  readonly slo?: Slo | undefined
  /** Whether a chunk of a stream counts as a token if the worker reports none. */
  readonly countsChunks?: boolean
  /** How many are to be in flight at any time, if the driver is a closed loop. */
  readonly inFlightAsked?: number | undefined
  /** Requests per second that this client can send to a server that does nothing. */
  readonly ceilingPerSecond?: number | undefined
  /** Called after each response. */
  readonly onSample?: (sample: Sample) => void
}

/** Destination of a load: a balancer, or a single worker. */
type LoadSession = Pick<BalancerSession | DirectSession, 'dispatcher' | 'signal'>

/** Sends a load through a session, reports its progress, and collects telemetry of its workers. */
export function sendMeasured(
  { dispatcher, signal }: LoadSession,
  { onProgress, workers }: CheckContext,
  { step, onSample, inFlightAsked, ...load }: MeasuredLoad,
): Promise<LoadRecord> {
  return observeLoad(new Telemetry(workers), signal, () =>
    runLoad({
      dispatcher,
      signal,
      ...load,
      ...(inFlightAsked !== undefined && { inFlightAsked }),
      onSample: (sample, { ended, failed, latencyP95Ms }) => {
        onSample?.(sample)
        onProgress?.({ step, done: ended, total: load.driver.planned, failed, latencyP95Ms })
      },
    }),
  )
}

/** The rate of this client at a concurrency, if the cluster had no limit. */
export function clientCeiling(
  concurrency: number,
  workload: Workload,
  { dispatcher, signal }: LoadSession,
): Promise<number | undefined> {
  const isDirect = dispatcher instanceof DirectClient
  return measureClientCeiling({ concurrency, workload, signal, isDirect })
}

/** Adds a load to a measurement: its record, its failures, and whether it is fit to be judged. */
export function reportLoad(record: LoadRecord, builder: MeasurementBuilder): void {
  const { limitedBy } = record.client
  builder
    .load(record)
    .evidence(recordFaults([record]))
    .unfit(limitedBy.map((reason) => `the load generator was the limit: ${reason}`))
    .unfit([cacheDoubt([record])].flatMap((reason) => reason ?? []))
  builder.note(...loadNotes([record])).overclaims(record.overclaims ?? [])
  if (record.isCutShort && !record.hasGivenUp)
    builder.note('stopped before its end: these are the values until then')
}

/** A queue with room for all requests in flight of a closed loop. */
export function queueFor(concurrency: number, { cluster }: CheckContext): number {
  return Math.max(concurrency, (cluster.balancer ?? readBalancer()).maxQueue)
}
