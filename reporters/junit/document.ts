import {
  type CaseCounts,
  type CaseRecord,
  countCases,
  type FileSource,
  type RunSource,
} from '../../lib/record/run/run-record.ts'
import { xmlAttributes } from '../../lib/rendering/xml-text.ts'
import { fromCheckout } from '../kit/from-checkout.ts'
import { filesInCases } from '../kit/whole-cases.ts'
import {
  type Dialect,
  environmentProperties,
  metricProperties,
  propertiesElement,
  seconds,
} from './elements.ts'
import { testCase } from './test-case.ts'

/** The JUnit document of a run, a chunk for each case. */
export function* junitChunks(run: RunSource, dialect: Dialect = 'rich'): Generator<string> {
  // Counts precede the cases, so the cases are read twice.
  const counts = Array.from(filesInCases(run), ({ cases }) => countCases(cases))
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  const head = {
    name: 'clustergate',
    ...totals(sum(counts), dialect),
    time: seconds(run.durationMs),
    ...(dialect === 'rich' && { timestamp: timestamp(run.startedAt) }),
  }
  yield `<testsuites${xmlAttributes(head)}>\n`
  let index = 0
  for (const file of filesInCases(run)) {
    yield* suite(run, file, counts[index] ?? sum([]), dialect)
    index += 1
  }
  yield '</testsuites>\n'
}

function* suite(
  run: RunSource,
  file: FileSource,
  counts: CaseCounts,
  dialect: Dialect,
): Generator<string> {
  const path = fromCheckout(run, file.file)
  const head = {
    name: path,
    ...(dialect === 'rich' && { file: path }),
    timestamp: timestamp(run.startedAt),
    ...totals(counts, 'rich'),
    time: seconds(file.durationMs),
  }
  yield `  <testsuite${xmlAttributes(head)}>\n`
  yield* suiteProperties(run, file, dialect)
  for (const each of file.cases) {
    yield testCase(each, { stage: file.stage, file: fromCheckout(run, each.file), dialect })
  }
  yield '  </testsuite>\n'
}

/** Cases have no properties in the strict dialect, so they are added to the suite's. */
function suiteProperties(run: RunSource, file: FileSource, dialect: Dialect): Iterable<string> {
  const ofCases = dialect === 'strict' ? propertiesOfCases(file.cases) : []
  return propertiesElement([...environmentProperties(run, file)], ofCases, '    ')
}

function* propertiesOfCases(cases: Iterable<CaseRecord>): Generator<readonly [string, string]> {
  for (const each of cases) {
    for (const [name, value] of metricProperties(each)) yield [`${each.name} › ${name}`, value]
  }
}

/** Inconclusive does not pass, so it counts as a failure. */
function totals({ total, failed, inconclusive, error, skipped }: CaseCounts, dialect: Dialect) {
  return {
    tests: total,
    failures: failed + inconclusive,
    errors: error,
    ...(dialect === 'rich' && { skipped }),
  }
}

function sum(counts: readonly CaseCounts[]): CaseCounts {
  const whole = countCases([])
  for (const each of counts) {
    for (const key of Object.keys(whole) as (keyof CaseCounts)[]) whole[key] += each[key]
  }
  return whole
}

/** Without a zone and fractions, as readers of JUnit expect it: it is UTC. */
function timestamp(iso: string): string {
  return iso.replace(/(?:\.\d+)?Z$/, '')
}
