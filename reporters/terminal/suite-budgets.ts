import type { TestRecord } from '../../lib/record/test-record.ts'
import type { ConditionVerdict } from '../../lib/record/verdict.ts'
import { type Labels, labelsInWords } from '../../lib/units/labels.ts'

/** A metric with a budget in a test. Two tests may have the same one, and one may have it twice. */
export interface Measure {
  readonly key: string
  readonly metric: string
  /** Absent if it differs from level to level. */
  readonly budget?: string
}

/** A worker, or the cluster, at a level of a condition; without one, at all of them. */
export interface Row {
  readonly subject: string
  readonly at?: Labels
}

/** The cell of a row and a measure. */
export type Met = ConditionVerdict | 'skipped' | 'error' | undefined

/** The budgets of a suite, indexed by row and measure. */
export class SuiteBudgets {
  readonly rows: readonly Row[]
  readonly measures: readonly Measure[]
  readonly #conditions = new Map<string, ConditionVerdict>()
  readonly #unjudged = new Map<string, 'skipped' | 'error'>()

  constructor(records: readonly TestRecord[]) {
    const rows = new Map<string, Map<string, Row>>()
    const measures = new Map<string, { metric: string; test: string; budgets: Set<string> }>()
    for (const { subject, test, verdict } of records) {
      const own = rows.get(subject) ?? new Map([['', { subject }]])
      rows.set(subject, own)
      const { conditions, status } = verdict
      if (conditions.length === 0) {
        this.#unjudged.set(join(subject, test), status === 'error' ? 'error' : 'skipped')
      }
      for (const [key, condition] of keyed(test, conditions)) {
        const { metric, at, condition: budget } = condition
        const measure = measures.get(key) ?? { metric, test, budgets: new Set() }
        measures.set(key, measure)
        measure.budgets.add(budget)
        const row = { subject, ...(at && { at }) }
        own.set(levelOf(row), row)
        const place = join(levelOf(row), subject, key)
        if (!this.#conditions.has(place)) this.#conditions.set(place, condition)
      }
    }
    this.rows = [...rows.values()].flatMap((own) => [...own.values()])
    this.#tests = new Map(Array.from(measures, ([key, { test }]) => [key, test]))
    this.measures = Array.from(measures, ([key, { metric, budgets }]) => {
      const [budget] = budgets
      return { key, metric, ...(budgets.size === 1 && budget !== undefined && { budget }) }
    })
  }

  readonly #tests: ReadonlyMap<string, string>

  at(row: Row, { key }: Measure): Met {
    const condition = this.#conditions.get(join(levelOf(row), row.subject, key))
    if (condition || row.at) return condition
    return this.#unjudged.get(join(row.subject, this.#tests.get(key) ?? ''))
  }

  /** A test that was skipped on every worker has no measures. */
  get isEmpty(): boolean {
    return this.measures.length === 0
  }
}

/** At each level, the first condition of a metric, the second and so on: budgets may differ between levels. */
function* keyed(
  test: string,
  conditions: readonly ConditionVerdict[],
): Generator<readonly [string, ConditionVerdict]> {
  const seen = new Map<string, number>()
  for (const condition of conditions) {
    const { metric, at } = condition
    const asked = join(metric, at ? labelsInWords(at) : '')
    const ordinal = seen.get(asked) ?? 0
    seen.set(asked, ordinal + 1)
    yield [join(test, metric, String(ordinal)), condition]
  }
}

export function levelOf({ at }: Row): string {
  return at ? labelsInWords(at) : ''
}

function join(...parts: readonly string[]): string {
  return parts.join('\0')
}
