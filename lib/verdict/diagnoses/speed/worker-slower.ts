import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { clockInWords } from '../evidence/clock-and-heat.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { lossEnding } from '../evidence/loss-in-words.ts'
import { isFar, networkSlower } from './network-slower.ts'
import { reportSlow, slowWorkersOf } from './slow-workers.ts'
import { type Slowing, slowingOf } from './slowing-workers.ts'
import { waitsInside, waitsInWorkers } from './waits-in-worker.ts'
import { coolDown, findBusyProcesses } from './worker-heat.ts'

/** Names the slow workers, with the reason, as far as the run shows; undefined if there are none. */
export function workerSlower(level: LoadLevel, measurement: Measurement): Diagnosis | undefined {
  const found = slowWorkersOf(level)
  if (!found) return undefined
  const [slowest] = found.slow
  const reported = reportSlow(found)
  const symptom = `${reported}${level.where}`
  const slowing = slowingOf(level).find(({ id }) => id === slowest.id)
  if (slowing) {
    const clock = clockInWords(measurement.loads ?? [], slowing.id)
    return throttles(slowing, symptom, clock, lossEnding(level))
  }
  if (isFar(level, found)) return networkSlower(level, symptom)
  if (waitsInside(slowest, found.usualMs, level, measurement)) {
    const waits = `${reported}, and waits before it begins`
    return waitsInWorkers([slowest.id], symptom, waits, lossEnding(level))
  }
  const ids = found.slow.map(({ id }) => id).join(', ')
  return {
    code: 'worker_slower',
    symptom,
    cause: `${reported}: a busy CPU or GPU, thermal throttling, another program, a larger model or another quantisation, or a slower machine${lossEnding(level)}`,
    remedy: [
      findBusyProcesses(ids),
      'give all workers the same model with the same settings (context length, GPU offload)',
      `if it is meant to be slower, compare without ${ids}, or ask for less`,
    ],
  }
}

/** @param clock reported by its exporter, if any */
function throttles(
  slowing: Slowing,
  symptom: string,
  clock: string | undefined,
  ending: string,
): Diagnosis {
  const { id, firstMs, peakMs, peak, loads, percent, minPercent } = slowing
  const [first, most] = [firstMs, peakMs].map((ms) => formatQuantity(ms, 'duration'))
  return {
    code: 'worker_throttles',
    symptom,
    cause: `${id} got slower in the course of the run, from ${first} for a request in the first load to ${most} in load ${peak} of ${loads} (${change(percent)}), where another changed by ${change(minPercent)}: ${clock ?? 'thermal throttling, or another program that started'}${ending}`,
    remedy: [findBusyProcesses(id), coolDown],
  }
}

const change = (percent: number) => `${percent < 0 ? '' : '+'}${Math.round(percent)}%`
