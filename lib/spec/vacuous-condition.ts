import type { ComparisonOperator, Condition, ParsedCondition } from '../conditions/condition.ts'
import type { Dimension } from '../units/dimension.ts'
import { quoted, type Rejection, reject } from '../units/rejection.ts'

interface Bounds {
  readonly low: number
  readonly high: number
}

/** Shares of a whole: from 0 % to 100 %. Other percentages, such as gaps and drifts, may leave these bounds. */
const SHARE =
  /^(?:.+\.)?(?:success_rate|goodput|packet_loss|affinity)(?:\.(?:worst|lower_bound|upper_bound))?$|^(?:slow\.)?(?:capacity_)?share[._]/

/** Times that pass between two events; differences of times, which may be negative, are not among them. */
const ELAPSED =
  /^(?:.+\.)?(?:latency|ttft|rtt|connect_time|time|queue_wait|service_time|first_token)(?:\.(?:avg|min|max|total|completion|p\d+(?:\.\d+)?))?$/

/** Why a condition says nothing about its metric: every possible value meets it, or none does. */
export function vacuousCondition(metric: string, parsed: ParsedCondition): Rejection | undefined {
  const bounds = boundsOf(metric, parsed.dimension)
  if (!bounds) return undefined
  const { condition, text } = parsed
  if (condition.kind === 'all_of') {
    for (const each of condition.conditions) {
      const found = vacuousCondition(metric, each)
      if (found) return found
    }
    return undefined
  }
  const met = metWithin(condition, bounds)
  if (met === 'sometimes') return undefined
  const isShare = parsed.dimension === 'percentage'
  const possible = isShare ? 'a share is from 0% to 100%' : 'a time is never negative'
  return reject(
    `${quoted(text)} ${met} holds, since ${possible}`,
    isShare
      ? 'a condition that some shares meet and others do not, such as `">= 99%"`'
      : 'a condition that some times meet and others do not, such as `< 1s`',
  )
}

function boundsOf(metric: string, dimension: Dimension): Bounds | undefined {
  if (dimension === 'percentage' && SHARE.test(metric)) return { low: 0, high: 100 }
  if (dimension === 'duration' && ELAPSED.test(metric)) return { low: 0, high: Infinity }
  return undefined
}

type Met = 'always' | 'never' | 'sometimes'

function metWithin(condition: Condition, bounds: Bounds): Met {
  switch (condition.kind) {
    case 'comparison':
      return typeof condition.value === 'number'
        ? COMPARED[condition.operator](condition.value, bounds)
        : 'sometimes'
    case 'equals':
      return typeof condition.value === 'number'
        ? COMPARED['=='](condition.value, bounds)
        : 'sometimes'
    case 'tolerance': {
      const { center, tolerance } = condition
      return metBetween(center - tolerance, center + tolerance, bounds)
    }
    case 'range':
      return metBetween(condition.low, condition.high, bounds)
    default:
      return 'sometimes'
  }
}

/** `>= 0%` and `<= 100%` name the bound itself: whoever writes that asks for any value on purpose. */
const COMPARED: Readonly<Record<ComparisonOperator, (value: number, bounds: Bounds) => Met>> = {
  '<': (value, { low, high }) => metIf(value > high, value <= low),
  '<=': (value, { low, high }) => metIf(value > high, value < low),
  '>': (value, { low, high }) => metIf(value < low, value >= high),
  '>=': (value, { low, high }) => metIf(value < low, value > high),
  '==': (value, { low, high }) => metIf(false, value < low || value > high),
  '!=': (value, { low, high }) => metIf(value < low || value > high, false),
}

function metBetween(from: number, to: number, { low, high }: Bounds): Met {
  return metIf(from <= low && to >= high, to < low || from > high)
}

function metIf(isAlways: boolean, isNever: boolean): Met {
  if (isAlways) return 'always'
  return isNever ? 'never' : 'sometimes'
}
