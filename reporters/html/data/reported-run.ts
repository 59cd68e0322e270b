import type {
  CaseCounts,
  CaseRecord,
  FileSource,
  RunSource,
} from '../../../lib/record/run/run-record.ts'
import type { Setting } from '../../../lib/record/setting.ts'
import { FindingCollector, type Findings } from './findings.ts'
import { ReachCollector, type WorkerReach } from './reachability.ts'
import { measurementsOf, type ReportedTest, titleOf } from './reported-test.ts'
import { isBad } from './status.ts'
import { type Survey, type SurveyedTest, surveyOf, testKey } from './survey.ts'
import { Room, TestCollector } from './test-collector.ts'

/** The content of a page about a run: with any number of cases no more than fits into memory. */
export interface ReportedRun {
  readonly run: Omit<RunSource, 'files'>
  readonly counts: CaseCounts
  readonly files: Survey['files']
  /** Those with a card, in the order of the record. */
  readonly tests: readonly ReportedTest[]
  /** Tests that were not run, as far as their names are known. */
  readonly skipped: readonly SurveyedTest[]
  readonly findings: Findings
  readonly reach: readonly WorkerReach[]
  /** From the first measurement that has it. */
  readonly setting: Setting | undefined
}

/** Reads a run twice: for its results, and then to keep the selected details. */
export function reportedRun({ files, ...run }: RunSource): ReportedRun {
  const survey = surveyOf({ ...run, files })
  const kept = new KeptCases(run, survey)
  let index = 0
  for (const { cases, ...file } of files) {
    kept.findings.noteFile(file)
    for (const each of cases) kept.note(each, file, index)
    index += 1
  }
  kept.findings.noteErrors(run.errors)
  return {
    run,
    counts: survey.counts,
    files: survey.files,
    setting: kept.setting,
    tests: [...kept.tests.values()].map((test) => test.toTest()),
    skipped: [...survey.tests.values()].filter(({ status }) => status === 'skipped'),
    findings: kept.findings.findings(),
    reach: kept.reach.workers(run.cluster?.workers ?? []),
  }
}

/** Details collected while the cases are read. */
class KeptCases {
  readonly tests = new Map<string, TestCollector>()
  readonly findings = new FindingCollector()
  readonly reach = new ReachCollector()
  setting: Setting | undefined
  readonly #run: ReportedRun['run']
  readonly #survey: Survey
  readonly #room = new Room()

  constructor(run: ReportedRun['run'], survey: Survey) {
    this.#run = run
    this.#survey = survey
  }

  /** @param index of the file */
  note(each: CaseRecord, { stage }: Omit<FileSource, 'cases'>, index: number): void {
    const title = titleOf(each, this.#survey.workerIds)
    const key = testKey(index, title, each.line)
    const test = this.#survey.tests.get(key)
    const shown = test?.hasCard ? test : undefined
    if (isBad(each.status)) this.findings.note(each, title, stage, shown?.id)
    const measurements = measurementsOf(each)
    if (stage === 'network') this.reach.note(title.subject, measurements, each)
    this.setting ??= measurements.find((measured) => measured.setting)?.setting
    if (shown) this.#collector(key, shown).note(each, title.subject)
  }

  #collector(key: string, test: SurveyedTest): TestCollector {
    const known = this.tests.get(key)
    if (known) return known
    const collector = new TestCollector(test, this.#room, this.#run.cluster?.workers)
    this.tests.set(key, collector)
    return collector
  }
}

/** Tests that are not listed by name are counted. */
export function leftOutOf(
  counts: CaseCounts,
  tests: readonly ReportedTest[],
  skipped: readonly SurveyedTest[],
): CaseCounts {
  const left = { ...counts }
  for (const test of tests) {
    for (const status of Object.keys(left) as (keyof CaseCounts)[]) {
      left[status] -= test.counts[status]
    }
  }
  for (const { cases } of skipped) {
    left.skipped -= cases
    left.total -= cases
  }
  return left
}
