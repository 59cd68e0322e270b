import type { Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { meanTimeOf, workerIds } from '../evidence/load-workers.ts'
import { lossEnding } from '../evidence/loss-in-words.ts'
import { reportSlow, type SlowWorkers, slowWorkersOf } from './slow-workers.ts'

/** Round trips to the workers are longer than to the baseline, by the connects during the load. */
export function networkSlower(level: LoadLevel, symptom: string): Diagnosis {
  const longerMs = networkMs(level)
  const ids = workerIds(level.loads)
  const slow = slowWorkersOf(level)
  const much =
    longerMs === undefined
      ? 'longer'
      : `${formatQuantity(Number(longerMs.toPrecision(3)), 'duration')} longer on average`
  return {
    code: 'network_slower',
    symptom,
    cause: `the network path to the ${ids.length} workers takes ${much} than to ${workerIds(level.baseline).join(', ')}, by the connects during the load: Wi-Fi, a VPN, a router in between, a busy link${slow ? `; ${reportSlow(slow)}` : ''}${lossEnding(level)}`,
    remedy: [
      'connect the workers by Ethernet instead of Wi-Fi, all in one network with this machine',
      'see which one is far: `ping` and `tcp` for each worker, `npx vitest run specs/network`; LLM workloads need less than 10ms',
    ],
  }
}

/** Fraction of the slowdown of slow workers that must be due to round trips. */
const mostOfExcess = 0.6

/** Whether workers are slow because they are far away. */
export function isFar(level: LoadLevel, { slow, usualMs }: SlowWorkers): boolean {
  const longerMs = networkMs(level)
  if (longerMs === undefined) return false
  // The mean of all workers: if only some are far away, these are correspondingly farther.
  const excessMs = slow.reduce((sum, { serviceMs }) => sum + serviceMs - usualMs, 0)
  return longerMs * workerIds(level.loads).length >= excessMs * mostOfExcess
}

/**
 * `loss.network` converted back to the time from which it was computed
 * (lib/checks/benchmark/speedup-loss.ts): a loss is divided by logarithms, and the part of the network is
 * the logarithm of how much longer the baseline's requests would have taken.
 */
function networkMs({ baseline, metric }: LoadLevel): number | undefined {
  const [loss, network] = [metric('loss'), metric('loss.network')]
  const serviceMs = meanTimeOf(baseline, 'service_time')
  if (loss === undefined || network === undefined || serviceMs === undefined) return undefined
  if (loss >= 100) return undefined
  // Near zero loss, a part in percent is the logarithm itself.
  const logOfPercent = Math.abs(loss) < 1e-6 ? -0.01 : Math.log(1 - loss / 100) / loss
  return serviceMs * (Math.exp(-network * logOfPercent) - 1)
}
