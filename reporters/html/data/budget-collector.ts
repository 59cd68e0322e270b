import type { ParsedCondition } from '../../../lib/conditions/condition.ts'
import { parseCondition } from '../../../lib/conditions/parse-condition.ts'
import { regressionCondition } from '../../../lib/conditions/regression-budget.ts'
import type { Measurement } from '../../../lib/record/measurement.ts'
import { type ConditionVerdict, conditionTitle, type Verdict } from '../../../lib/record/verdict.ts'
import { formatQuantity } from '../../../lib/units/quantity.ts'
import { pointsOf } from './budget-points.ts'
import { type Budget, type BudgetPoint, worstOf } from './budgets.ts'
import { PointSample } from './point-sample.ts'

/** The conditions of a test, each once, in the order of the spec, collected while its cases are read. */
export class BudgetCollector {
  readonly #groups = new Map<string, Group>()

  /** @param subject the worker of a case */
  note(subject: string, { conditions, measurement }: Verdict): void {
    conditions.forEach((verdict, index) => {
      const key = JSON.stringify([index, conditionTitle(verdict), verdict.condition])
      const group = this.#groups.get(key) ?? new Group(verdict)
      this.#groups.set(key, group)
      group.note(subject, verdict, measurement)
    })
  }

  /** @param isOfSeveral whether the test has several cases, so that values need the name of theirs */
  budgets(isOfSeveral: boolean): readonly Budget[] {
    return [...this.#groups.values()].map((group) => group.toBudget(isOfSeveral))
  }
}

/** At most this many different texts are kept. */
const maxReported = 3

/** The values of one condition. */
class Group {
  readonly #first: ConditionVerdict
  readonly #parsed: ParsedCondition | undefined
  readonly #points = new PointSample<CasePoint>()
  readonly #texts = new Set<string>()
  #status: ConditionVerdict['status']
  #frame: string | undefined
  #withoutData = 0

  constructor(first: ConditionVerdict) {
    this.#first = first
    this.#parsed = parsedCondition(first)
    this.#status = first.status
  }

  note(subject: string, verdict: ConditionVerdict, measurement: Measurement | undefined): void {
    const { status, formatted, frame } = verdict
    this.#status = worstOf([this.#status, status])
    if (status !== 'pass') this.#frame ??= frame
    if (status === 'no_data') this.#withoutData += 1
    if (this.#texts.size <= maxReported) this.#texts.add(formatted)
    for (const point of pointsOf(verdict, measurement, this.#parsed)) {
      this.#points.add({ ...point, subject })
    }
  }

  toBudget(isOfSeveral: boolean): Budget {
    const { condition, dimension } = this.#first
    const { count } = this.#points
    const points = this.#points.all.map(({ subject, name, ...point }) => ({
      ...point,
      name: (isOfSeveral ? [subject, name] : [name]).filter(Boolean).join(' '),
    }))
    return {
      title: conditionTitle(this.#first),
      condition,
      dimension,
      parsed: this.#parsed,
      status: this.#status,
      measured: this.#measured(),
      points,
      count,
      first: this.#first,
      ...(this.#frame !== undefined && { frame: this.#frame }),
    }
  }

  #measured(): string {
    const { count, low, high } = this.#points
    if (count > 0) {
      const both = [low, high].map((end) => formatQuantity(end, this.#first.dimension))
      const ends = [...new Set(both)].join(' to ')
      return this.#withoutData > 0 ? `${ends}, ${this.#withoutData} without data` : ends
    }
    return this.#texts.size > maxReported ? 'many different values' : [...this.#texts].join(', ')
  }
}

interface CasePoint extends BudgetPoint {
  readonly subject: string
}

/** Several conditions that must all be met are shown as one, joined by `and`. */
function parsedCondition(verdict: ConditionVerdict): ParsedCondition | undefined {
  const { condition, dimension, baseline } = verdict
  if (baseline) return regressionCondition(baseline.budget)
  const parsed = parseCondition(condition, dimension)
  if (parsed.ok) return parsed.condition
  const all = parseCondition(condition.split(' and '), dimension)
  return all.ok ? all.condition : undefined
}
