import {
  type CaseCounts,
  type CaseRecord,
  countCases,
  type FileSource,
  type RunSource,
} from '../../../lib/record/run/run-record.ts'
import { measurementsOf, type Title, titleOf } from './reported-test.ts'
import { isBad, type Status, worstStatus } from './status.ts'

/** A first pass over all cases: the results, and which tests fit on a page of limited size. */
export interface Survey {
  readonly workerIds: ReadonlySet<string>
  readonly counts: CaseCounts
  /** In the order of the record. */
  readonly files: readonly SurveyedFile[]
  /** By their keys, in the order of the record: those that are listed by name. */
  readonly tests: ReadonlyMap<string, SurveyedTest>
}

export interface SurveyedFile {
  readonly record: Omit<FileSource, 'cases'>
  readonly counts: CaseCounts
}

export interface SurveyedTest extends Title {
  readonly id: string
  readonly stage: string
  readonly file: string
  readonly line: number | undefined
  /** Status of its cases so far; the worst decides. */
  readonly status: Status
  readonly cases: number
  /** Why it was skipped. */
  readonly reason: string | undefined
  readonly hasCard: boolean
  readonly isCharted: boolean
}

/** Maximum number of tests by name; of more, those that passed are only counted. */
const maxNamed = 5_000
/** A page that opens at once: of more tests than this, the last passed ones have no card. */
const maxCards = 1_000
/** Charts are the larger part of a page: of more tests than this, the last passed ones have none. */
const maxCharted = 40

export function surveyOf(run: RunSource): Survey {
  const workerIds = new Set(run.cluster?.workers.map(({ id }) => id))
  const counts = countCases([])
  const files: SurveyedFile[] = []
  const tests = new Map<string, NamedTest>()
  let named = 0
  for (const { cases, ...record } of run.files) {
    const ofFile = countCases([])
    let ofThisFile = 0
    for (const each of cases) {
      for (const count of [counts, ofFile]) {
        count.total += 1
        count[each.status] += 1
      }
      const title = titleOf(each, workerIds)
      const key = testKey(files.length, title, each.line)
      const known = tests.get(key)
      if (known) {
        note(known, each)
      } else if (tests.size < maxNamed || (isBad(each.status) && named < maxNamed + maxCards)) {
        ofThisFile += 1
        named += 1
        const id = `test-${files.length + 1}-${ofThisFile}`
        tests.set(key, namedTest(id, title, each, record))
      }
    }
    files.push({ record, counts: ofFile })
  }
  choose([...tests.values()])
  return { workerIds, counts, files, tests }
}

/** The common properties of the cases of one test. */
export function testKey(fileIndex: number, { suite, name }: Title, line: number | undefined) {
  return JSON.stringify([fileIndex, suite, name, line])
}

type NamedTest = { -readonly [Key in keyof SurveyedTest]: SurveyedTest[Key] } & {
  hasLoads: boolean
}

function namedTest(
  id: string,
  title: Title,
  each: CaseRecord,
  { stage, file }: SurveyedFile['record'],
): NamedTest {
  return {
    ...title,
    id,
    stage,
    file,
    line: each.line,
    status: each.status,
    cases: 1,
    reason: each.reason,
    hasLoads: hasLoads(each),
    hasCard: false,
    isCharted: false,
  }
}

function note(test: NamedTest, each: CaseRecord): void {
  test.cases += 1
  test.status = worstStatus([test.status, each.status])
  test.hasLoads ||= hasLoads(each)
}

function hasLoads(each: CaseRecord): boolean {
  return measurementsOf(each).some(({ loads = [] }) => loads.length > 0)
}

/** By importance, failures first. */
function choose(tests: readonly NamedTest[]): void {
  const bad = tests.filter(({ status }) => isBad(status))
  const passed = tests.filter(({ status }) => status === 'passed')
  const carded = [...bad, ...passed].slice(0, maxCards)
  for (const test of carded) test.hasCard = true
  const uncharted = new Set(carded.filter((each) => each.hasLoads).slice(maxCharted))
  for (const test of carded) test.isCharted = !uncharted.has(test)
}
