import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import { numberOf } from '../evidence/load-evidence.ts'

/** A worker's share of the load misses its condition: because of the worker, or of the balancer. */
export function unevenShares(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const shares = sharesOf(measurement)
  const isOff = missed.some(({ metric, status }) => status === 'fail' && isAboutShares(metric))
  if (!isOff || shares.length < 2) return undefined
  const idle = shares.filter(({ share }) => share === 0)
  if (idle.length > 0) return workersIdle(idle.map(({ id }) => id))
  const known = shares.flatMap(({ id, share, capacity }) =>
    capacity === undefined ? [] : [{ id, share, capacity }],
  )
  const [slowest] = known.toSorted((a, b) => a.capacity - b.capacity)
  if (!slowest) return undefined
  const equal = 100 / shares.length
  // A slow worker does not explain a share that is relative to its capacity: the balancer decides.
  const isAgainstCapacity = missed.some(({ metric }) => metric.includes('share_to_capacity'))
  return !isAgainstCapacity && followsCapacity(known, equal)
    ? workerSlower(slowest, equal)
    : shareOffCapacity(known, measurement)
}

interface Share {
  readonly id: string
  /** Both in percentage points. */
  readonly share: number
  readonly capacity: number
}

function isAboutShares(metric: string): boolean {
  return /^(?:share|share_to_capacity|slow)\.|^imbalance$/.test(metric)
}

function sharesOf(measurement: Measurement) {
  return Object.keys(measurement.metrics).flatMap((metric) => {
    const id = /^share\.(.+)$/.exec(metric)?.[1]
    const share = numberOf(measurement, metric)
    if (id === undefined || share === undefined) return []
    return [{ id, share, capacity: numberOf(measurement, `capacity_share.${id}`) }]
  })
}

/** Whether capacities explain more than half of the deviation from equal shares. */
function followsCapacity(shares: readonly Share[], equal: number): boolean {
  const sum = (off: (share: Share) => number) =>
    shares.reduce((total, share) => total + Math.abs(off(share)), 0)
  return sum(({ share, capacity }) => share - capacity) * 2 < sum(({ share }) => share - equal)
}

const percent = (value: number) => formatQuantity(value, 'percentage')

function workerSlower({ id, share, capacity }: Share, equal: number): Diagnosis {
  return {
    code: 'worker_slower',
    symptom: `the load follows the capacities: ${id} got ${percent(share)} of the requests with ${percent(capacity)} of the capacity; ${percent(equal)} is equal`,
    cause: `${id} has ${percent(capacity)} of the capacity, and the balancer gives it what it can take: it is slower than the others (a busy CPU, thermal throttling, another program, another model), or has fewer slots`,
    remedy: [
      `check on ${id} what is busy and how hot it is: \`top\`; \`sudo powermetrics --samplers thermal\` (macOS), \`nvidia-smi -q -d PERFORMANCE\` (NVIDIA)`,
      'give all workers the same model and the same `max_concurrent_requests`',
      'if they are meant to differ, ask for their part of the capacity: `share_to_capacity.each: 1x ± 20%`',
    ],
  }
}

function shareOffCapacity(shares: readonly Share[], measurement: Measurement): Diagnosis {
  const [farthest] = shares.toSorted((a, b) => distance(b) - distance(a))
  const { id = '', share = 0, capacity = 0 } = farthest ?? {}
  const hasFailed = ['failed', 'retries'].some((name) => (numberOf(measurement, name) ?? 0) > 0)
  return {
    code: 'share_off_capacity',
    symptom: `${id} got ${percent(share)} of the requests with ${percent(capacity)} of the capacity`,
    ...(hasFailed ? wasOut : decidedByStrategy(measurement)),
  }
}

const distance = ({ share, capacity }: Share) => Math.abs(share - capacity)

const wasOut: Pick<Diagnosis, 'cause' | 'remedy'> = {
  cause: 'requests failed in this run: a worker that fails is ejected and gets nothing for a while',
  remedy: [
    'see which worker fails, and why: `npx vitest run specs/network`, the logs of the workers',
    'ask for that too: `failed: 0`, `retries: 0`',
  ],
}

function decidedByStrategy({ metrics }: Measurement): Pick<Diagnosis, 'cause' | 'remedy'> {
  const strategy = typeof metrics.strategy === 'string' ? ` (${metrics.strategy})` : ''
  return {
    cause: `while slots are free on several workers, the strategy decides${strategy}, and not how fast they are: \`round_robin\` and \`weighted\` do not look at speed, \`cache_affinity\` looks at the sessions first`,
    remedy: [
      '`strategy: hybrid` goes by how fast each worker is; with `weighted`, correct `weight` in the cluster file',
      'raise `concurrency` above all slots together: then the next free slot decides, whatever the strategy',
    ],
  }
}

/** Workers that served nothing of a load. */
export function workersIdle(ids: readonly string[]): Diagnosis {
  return {
    code: 'worker_without_load',
    symptom: `${ids.join(', ')} served nothing`,
    cause: `the balancer took ${ids.join(', ')} out, because its requests or probes failed; or it does not serve the requested model; or it is so slow that others always finish first`,
    remedy: [
      'see whether it serves by itself: `npx vitest run specs/network`',
      'give all workers the same `model` in the cluster file',
    ],
  }
}
