import type { LoadRecord } from '../../../record/load-record.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { numberOf } from '../evidence/load-evidence.ts'
import { workerIds } from '../evidence/load-workers.ts'

/** The best concurrency is not workers × `max_concurrent_requests`. */
export function optimalConcurrency(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isAsked = missed.some(
    ({ metric, status }) =>
      /^optimal_(?:concurrency|to_slots)$/.test(metric) && status !== 'no_data',
  )
  const optimal = numberOf(measurement, 'optimal_concurrency')
  const ratio = numberOf(measurement, 'optimal_to_slots')
  if (!isAsked || optimal === undefined || !ratio) return undefined
  const ladder = ladderOf(measurement.loads ?? [])
  const workers = workerIds(ladder).length
  const slots = Math.round(optimal / ratio)
  if (workers === 0) return undefined
  const levels = [...new Set(ladder.map(({ labels }) => Number(labels.concurrency)))].sort(
    (a, b) => a - b,
  )
  const found = { optimal, slots, workers, levels }
  return gapIn(found) ?? (optimal < slots ? belowSlots(found) : aboveSlots(found))
}

interface Found {
  readonly optimal: number
  readonly slots: number
  readonly workers: number
  /** The measured ones, ascending. */
  readonly levels: readonly number[]
}

/** The loads of the most workers, which contain the knee. */
function ladderOf(loads: readonly LoadRecord[]): LoadRecord[] {
  const closed = loads.filter(
    ({ labels }) =>
      typeof labels.concurrency === 'number' &&
      labels.side !== 'baseline' &&
      labels.load === undefined &&
      labels.search === undefined,
  )
  const count = ({ workers }: LoadRecord) => Object.keys(workers).length
  const most = Math.max(0, ...closed.map(count))
  return closed.filter((load) => count(load) === most)
}

/** If no level is near the slots, the choice of levels has decided. */
function gapIn({ optimal, slots, levels }: Found): Diagnosis | undefined {
  const below = levels.filter((level) => level < optimal).at(-1)
  const isBetween = below !== undefined && below < slots && slots < optimal
  const isCut = optimal === levels.at(-1) && optimal < slots
  if (!isBetween && !isCut) return undefined
  return {
    code: 'ladder_too_coarse',
    symptom: `the best measured concurrency is ${optimal}, and there are ${slots} slots`,
    cause: isCut
      ? `the ladder ends at ${optimal}, below the ${slots} slots: the best may lie beyond it`
      : `the ladder has no level from ${below} to ${optimal}, and the ${slots} slots lie between`,
    remedy: [
      `measure there too: \`concurrency: [${[...new Set([...levels, slots])].sort((a, b) => a - b).join(', ')}]\``,
    ],
  }
}

function belowSlots({ optimal, slots, workers }: Found): Diagnosis {
  const each = Math.max(1, Math.round(optimal / workers))
  return {
    code: 'optimal_below_slots',
    symptom: `throughput grows up to ${optimal} requests at once, and there are ${slots} slots`,
    cause: `beyond ${optimal} requests at once nothing is gained, ${each} for each of ${workers} workers: they serve fewer at once than the ${slots} that \`max_concurrent_requests\` claims, or are used up by then (GPU, memory bandwidth)`,
    remedy: [
      `set \`max_concurrent_requests: ${each}\` in the cluster file: more only makes responses slower`,
      'see how many each really serves at once: the check `slots`',
    ],
  }
}

function aboveSlots({ optimal, slots, workers }: Found): Diagnosis {
  const each = Math.round(optimal / workers)
  return {
    code: 'optimal_above_slots',
    symptom: `throughput grows up to ${optimal} requests at once, and there are only ${slots} slots`,
    cause: `throughput still grows beyond the ${slots} slots: they are idle between two requests (a slow network, an uneven strategy), or workers could take more than \`max_concurrent_requests\` allows`,
    remedy: [
      `see how many each really serves at once: the check \`slots: { up_to: ${2 * each} }\`, and raise \`max_concurrent_requests\` to that (${each} each for ${optimal} together)`,
      `in production keep ${optimal} requests in flight`,
    ],
  }
}
