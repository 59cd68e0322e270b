import type { ClientRecord } from '../../record/load-record.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** What a client's figures are held against. */
export interface ClientLoad {
  readonly throughputPerSecond: number
  /** The lesser of the p99 of latency and of time to first token; undefined: neither is known. */
  readonly tailMs: number | undefined
  /** Requests that waited out a refusal lower the number in flight, and are not the client's fault. */
  readonly hasPaused: boolean
}

type Figures = Omit<ClientRecord, 'limitedBy'>

/**
 * Above this part of what the client can do, what is measured is the client; if its event loop was
 * busy as well, since a calibration that was disturbed gives a ceiling that is far too low.
 */
const maxPartOfCeiling = 0.7
const busyAtCeiling = 0.5
const maxUtilization = 0.9
/**
 * Delays are the client's limit where their p99 makes up more than a third of the p99 that was
 * measured. Whoever shares two cores with others waits for one now and then: below `lateLeastMs`
 * nothing is concluded.
 */
const lateShare = 1 / 3
const lateMinMs = 30
const minInFlight = 0.9
/**
 * Others spoil what is measured where they left no CPU free, took more of them than this client, and it
 * had to wait for its turn: half as long as would be a limit by itself. A host that is merely busy, with
 * the workers that it simulates or with other tests, is none.
 */
const maxHostLoad = 0.9
const noticeableWait = 1 / 2

/** Why a result is the client's limit and not the cluster's: each reason in a line; empty where it is not. */
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
