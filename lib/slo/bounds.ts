import type { ComparisonOperator, Condition } from '../conditions/condition.ts'

/** One side of a condition on a number; true and false count as 1 and 0. */
export interface Bound {
  readonly op: 'lt' | 'lte' | 'gt' | 'gte'
  /** In the unit of the metric's dimension. */
  readonly value: number
}

/**
 * The bounds of a number that meets a condition; undefined for conditions on texts and lists, and for those
 * that allow more than one range.
 */
export function boundsOf(condition: Condition): readonly Bound[] | undefined {
  switch (condition.kind) {
    case 'comparison':
      return compared(condition.operator, condition.value)
    case 'equals':
      return compared('==', condition.value)
    case 'tolerance': {
      const { center, tolerance } = condition
      return between(rounded(center - tolerance), rounded(center + tolerance))
    }
    case 'range':
      return between(condition.low, condition.high)
    case 'all_of': {
      const all = condition.conditions.map((each) => boundsOf(each.condition))
      return all.every((bounds) => bounds !== undefined) ? all.flat() : undefined
    }
    default:
      return undefined
  }
}

/** Without the noise of binary fractions: 33.3 + 1 is 34.3. */
export function rounded(value: number): number {
  return Number(value.toPrecision(12))
}

const operators: Readonly<Partial<Record<ComparisonOperator, Bound['op']>>> = {
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
}

function compared(operator: ComparisonOperator, value: unknown): readonly Bound[] | undefined {
  if (typeof value === 'boolean') return truth(operator === '!=' ? !value : value)
  if (typeof value !== 'number') return undefined
  if (operator === '==') return between(value, value)
  const op = operators[operator]
  return op && [{ op, value }]
}

function truth(isTrue: boolean): readonly Bound[] {
  return [isTrue ? { op: 'gte', value: 1 } : { op: 'lte', value: 0 }]
}

function between(low: number, high: number): readonly Bound[] {
  return [
    { op: 'gte', value: low },
    { op: 'lte', value: high },
  ]
}
