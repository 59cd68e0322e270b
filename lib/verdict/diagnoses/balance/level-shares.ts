import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { isAboutShares, missedLevel } from '../evidence/load-level.ts'
import { loadWorkers, sum } from '../evidence/load-workers.ts'
import { unevenShares } from './uneven-shares.ts'

/** Shares at one level of a benchmark: compared with the capacities from its loads. */
export function levelShares(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const level = missedLevel(measurement, missed, isAboutShares)
  if (!level) return undefined
  const workers = loadWorkers(level.loads)
  const served = sum(workers, ({ ok }) => ok)
  if (served === 0) return undefined
  // Slots over service times; a worker without one has an unknown capacity.
  const rates = workers.map(({ inFlightMax, serviceMs }) =>
    serviceMs === undefined ? undefined : inFlightMax / serviceMs,
  )
  const all = sum(rates, (rate) => rate ?? 0)
  const metrics = workers.map(({ id, ok }, index) => {
    const rate = rates[index]
    return {
      [`share.${id}`]: (ok / served) * 100,
      ...(rate !== undefined && { [`capacity_share.${id}`]: (rate / all) * 100 }),
    }
  })
  const whole = {
    strategy: measurement.metrics.strategy ?? null,
    retries: sum(level.loads, ({ retries }) => retries),
    failed: sum(level.loads, ({ total }) => total.ended - total.ok),
  }
  return unevenShares({ ...measurement, metrics: Object.assign(whole, ...metrics) }, missed)
}
