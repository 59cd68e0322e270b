import type { Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { meanTimeOf, workerIds } from '../evidence/load-workers.ts'
import { lossEnding } from '../evidence/loss-in-words.ts'
import { reportSlow, type SlowWorkers, slowWorkersOf } from './slow-workers.ts'

/** The way to the workers is longer than to the baseline, by the connects beside the load. */
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

/** This part of what slow workers take longer must be the way to them. */
const mostOfExcess = 0.6

/** Whether workers are slow since they are far. */
export function isFar(level: LoadLevel, { slow, usualMs }: SlowWorkers): boolean {
  const longerMs = networkMs(level)
  if (longerMs === undefined) return false
  // The mean of all workers: where only some are far, these are as much farther.
  const excessMs = slow.reduce((sum, { serviceMs }) => sum + serviceMs - usualMs, 0)
  return longerMs * workerIds(level.loads).length >= excessMs * mostOfExcess
}

/**
 * `loss.network` turned back into the time that it was computed from (lib/checks/benchmark/speedup-loss.ts):
 * the parts of a loss share it by their logarithms, and that of the network is the logarithm of how much
 * longer the baseline's requests would have taken.
 */
function networkMs({ baseline, metric }: LoadLevel): number | undefined {
  const [loss, network] = [metric('loss'), metric('loss.network')]
  const serviceMs = meanTimeOf(baseline, 'service_time')
  if (loss === undefined || network === undefined || serviceMs === undefined) return undefined
  if (loss >= 100) return undefined
  // Towards no loss at all, a part in percent is the logarithm itself.
  const logOfPercent = Math.abs(loss) < 1e-6 ? -0.01 : Math.log(1 - loss / 100) / loss
  return serviceMs * (Math.exp(-network * logOfPercent) - 1)
}
