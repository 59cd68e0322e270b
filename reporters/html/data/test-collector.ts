import type { Measurement } from '../../../lib/record/measurement.ts'
import {
  type CaseRecord,
  countCases,
  type WorkerRecord,
} from '../../../lib/record/run/run-record.ts'
import { BudgetCollector } from './budget-collector.ts'
import { measurementsOf, type ReportedCase, type ReportedTest } from './reported-test.ts'
import { measuredKey } from './setting-key.ts'
import { isBad } from './status.ts'
import type { SurveyedTest } from './survey.ts'

/** The remaining memory for details, of all tests of a page together. */
export class Room {
  /** Cases that did not pass have a separate limit: they come last as often as first. */
  readonly cases = { bad: 2_000, others: 2_000 }
  loads = 1_500
}

/** More cases of one test are not listed. */
const maxCases = 200
/** Benchmarks of one case in TypeScript. */
const maxMeasurements = 50

/** Collects the cases of a test one after the other, and keeps no more than the page shows. */
export class TestCollector {
  readonly #test: SurveyedTest
  readonly #room: Room
  readonly #workers: readonly WorkerRecord[] | undefined
  readonly #counts = countCases([])
  readonly #budgets = new BudgetCollector()
  readonly #kept = { bad: [] as Placed[], others: [] as Placed[] }
  #durationMs = 0
  #retries = 0
  #loadsLeftOut = 0

  constructor(test: SurveyedTest, room: Room, workers: readonly WorkerRecord[] | undefined) {
    this.#test = test
    this.#room = room
    this.#workers = workers
  }

  note(record: CaseRecord, subject: string): void {
    this.#counts.total += 1
    this.#counts[record.status] += 1
    this.#durationMs += record.durationMs
    this.#retries += record.retries
    const verdict = record.record?.verdict
    if (verdict) this.#budgets.note(subject, verdict)
    const kind = isBad(record.status) ? 'bad' : 'others'
    if (this.#kept[kind].length >= maxCases || this.#room.cases[kind] <= 0) return
    this.#room.cases[kind] -= 1
    this.#kept[kind].push({ place: this.#counts.total, ...this.#reported(record, subject) })
  }

  toTest(): ReportedTest {
    const { id, stage, file, suite, name, line, status, isCharted } = this.#test
    const { bad, others } = this.#kept
    const cases = [...bad, ...others.slice(0, maxCases - bad.length)]
    return {
      id,
      stage,
      file,
      suite,
      name,
      status,
      isCharted,
      ...(line !== undefined && { line }),
      counts: this.#counts,
      durationMs: this.#durationMs,
      retries: this.#retries,
      budgets: this.#budgets.budgets(this.#counts.total > 1),
      cases: cases.toSorted((a, b) => a.place - b.place),
      loadsLeftOut: this.#loadsLeftOut,
    }
  }

  /** A copy, so that omitted parts can be freed. */
  #reported(record: CaseRecord, subject: string): ReportedCase {
    const measurements = measurementsOf(record)
      .slice(0, maxMeasurements)
      .map((each) => this.#withLoads(each))
    const { record: judged, measurements: _, ...rest } = record
    if (!judged) return { subject, record: rest, measurements }
    const { measurement, ...verdict } = judged.verdict
    return {
      subject,
      record: { ...rest, record: { ...judged, verdict } },
      measurements,
      // Before its loads are removed, from which the setting is derived.
      ...(measurement && { settingKey: measuredKey(measurement, this.#workers) }),
    }
  }

  /** Only if they are drawn: they are by far the largest part of a record. */
  #withLoads({ loads = [], ...measurement }: Measurement): Measurement {
    if (!this.#test.isCharted) return measurement
    const shown = loads.slice(0, this.#room.loads)
    this.#room.loads -= shown.length
    this.#loadsLeftOut += loads.length - shown.length
    return { ...measurement, loads: shown }
  }
}

interface Placed extends ReportedCase {
  /** Among all cases of the test. */
  readonly place: number
}
