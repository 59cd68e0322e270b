import type { ClientRecord } from '../../record/load-record.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** The figures with which a client's are compared. */
export interface ClientLoad {
  readonly throughputPerSecond: number
  /**
   * The smaller of the p99 of latency and of time to first token, in milliseconds; undefined: neither is
   * known.
   */
  readonly tailMs: number | undefined
  /** Requests that waited after a rejection lower the number in flight, and are not the client's fault. */
  readonly hasPaused: boolean
}

type Figures = Omit<ClientRecord, 'limitedBy'>

/**
 * Above this fraction of the client's maximum rate, the client is measured instead of the cluster; only if
 * its event loop was busy as well, because a disturbed calibration gives a maximum that is far too low.
 */
const maxPartOfCeiling = 0.7
const busyAtCeiling = 0.5
const maxUtilization = 0.9
/**
 * Delays are the client's limit if their p99 is more than a third of the measured p99. A process that
 * shares two cores waits now and then: below `lateLeastMs` nothing is concluded.
 */
const lateShare = 1 / 3
const lateMinMs = 30
const minInFlight = 0.9
/**
 * Other processes disturb a measurement if they left no CPU free, used more CPU than this client, and it
 * had to wait: half as long as would be a limit by itself. A host that is merely busy, with simulated
 * workers or with other tests, does not disturb.
 */
const maxHostLoad = 0.9
const noticeableWait = 1 / 2

/** Why a result is the client's limit and not the cluster's, one reason per line; empty if it is not. */
export function clientLimits(client: Figures, load: ClientLoad): string[] {
  const { throughputPerSecond: perSecond, tailMs = 0, hasPaused } = load
  const { ceilingPerSecond: ceiling, inFlightAsked: asked } = client
  const maxLateMs = Math.max(lateMinMs, tailMs * lateShare)
  const reasons: string[] = []
  const isNearCeiling = ceiling !== undefined && perSecond > ceiling * maxPartOfCeiling
  if (isNearCeiling && client.eventLoopUtilization > busyAtCeiling) {
    reasons.push(
      `this client makes ${Math.round(ceiling)} requests/s of a server that does nothing, and the load ran at ${Math.round(perSecond)}`,
    )
  }
  if (client.eventLoopUtilization > maxUtilization) {
    reasons.push(`its event loop was busy for ${percent(client.eventLoopUtilization)} of the time`)
  }
  if (client.eventLoopDelayP99Ms > maxLateMs) {
    reasons.push(`its event loop was ${ms(client.eventLoopDelayP99Ms)} late (p99)`)
  }
  const { hostLoad = 0, otherLoad = 0 } = client
  const isTaken = hostLoad > maxHostLoad && otherLoad > hostLoad / 2
  if (isTaken && client.eventLoopDelayP99Ms > maxLateMs * noticeableWait) {
    reasons.push(
      `the CPUs of this host were busy for ${percent(hostLoad)} of the time, ${percent(otherLoad)} with other processes, and its event loop was ${ms(client.eventLoopDelayP99Ms)} late (p99)`,
    )
  }
  if (client.lateStartP99Ms > maxLateMs) {
    reasons.push(`requests started ${ms(client.lateStartP99Ms)} later than intended (p99)`)
  }
  if (asked !== undefined && !hasPaused && client.inFlightMean < asked * minInFlight) {
    reasons.push(
      `${client.inFlightMean.toFixed(1)} requests were in flight, not the configured ${asked}`,
    )
  }
  return reasons
}

function percent(part: number): string {
  return `${Math.round(part * 100)}%`
}

function ms(value: number): string {
  return formatQuantity(value, 'duration')
}
