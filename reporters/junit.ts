import {
  type CaseRecord,
  countCases,
  type FileRecord,
  type RunRecord,
} from '../lib/record/run-record.ts'
import { ReportFile, type ReportFileOptions } from './report-file.ts'
import { xmlAttribute, xmlText } from './xml-text.ts'

/** JUnit XML: a case per test and worker, its metrics as properties. */
export default class JUnitReporter extends ReportFile {
  constructor({ outputFile = 'reports/clustergate.junit.xml' }: ReportFileOptions = {}) {
    super(outputFile)
  }

  protected override render(run: RunRecord): string {
    return junitXml(run)
  }
}

/** The JUnit document of a run. */
export function junitXml(run: RunRecord): string {
  const files = run.errors.length > 0 ? [...run.files, outsideOfFiles(run)] : run.files
  const suites = files.map((file) => suite(file, run.startedAt))
  const head = attributes({
    name: 'clustergate',
    ...totals(files.flatMap(casesOf)),
    time: seconds(run.durationMs),
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${head}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function suite(file: FileRecord, startedAt: string): string {
  const cases = casesOf(file)
  const head = attributes({
    name: file.file,
    timestamp: startedAt.replace(/\.\d+Z$/, ''),
    ...totals(cases),
    skipped: countCases(cases).skipped,
    time: seconds(file.durationMs),
  })
  return [
    `  <testsuite${head}>`,
    ...cases.map((each) => testCase(each, file.stage)),
    '  </testsuite>',
  ].join('\n')
}

/** A file that failed outside of its tests has a case that says so: consumers count cases. */
function casesOf(file: FileRecord): readonly CaseRecord[] {
  if (file.errors.length === 0) return file.cases
  const whole: CaseRecord = {
    file: file.file,
    name: file.file,
    status: 'error',
    durationMs: 0,
    retries: 0,
    errors: file.errors,
  }
  return [whole, ...file.cases]
}

function outsideOfFiles({ errors }: RunRecord): FileRecord {
  return { file: 'clustergate', stage: '', durationMs: 0, errors, cases: [] }
}

/** Inconclusive does not pass, so it counts as a failure. */
function totals(cases: readonly CaseRecord[]) {
  const { total, failed, inconclusive, error } = countCases(cases)
  return { tests: total, failures: failed + inconclusive, errors: error }
}

function testCase(test: CaseRecord, stage: string): string {
  const head = attributes({
    name: test.name,
    classname: [stage, test.file].filter(Boolean).join('.'),
    file: test.file,
    line: test.line,
    time: seconds(test.durationMs),
  })
  const body = [...properties(test), ...outcome(test)]
  if (body.length === 0) return `    <testcase${head}/>`
  return [`    <testcase${head}>`, ...body, '    </testcase>'].join('\n')
}

function properties(test: CaseRecord): string[] {
  const { record, retries } = test
  const metrics = Object.entries(record?.verdict.measurement?.metrics ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [
      `${record?.check}.${name}`,
      Array.isArray(value) ? value.join(', ') : String(value),
    ])
  const named = [
    ...metrics,
    ...warnings(test),
    ...(retries > 0 ? [['retries', String(retries)]] : []),
  ]
  if (named.length === 0) return []
  const lines = named.map(
    ([name = '', value = '']) => `        <property${attributes({ name, value })}/>`,
  )
  return ['      <properties>', ...lines, '      </properties>']
}

/** What was left open in a case that passes all the same. */
function warnings({ status, record }: CaseRecord): string[][] {
  if (status !== 'passed') return []
  const open = record?.verdict.conditions.filter((each) => each.status === 'inconclusive') ?? []
  return open.map(({ metric, reason = '' }) => ['inconclusive', `${metric}: ${reason}`])
}

function outcome(test: CaseRecord): string[] {
  if (test.status === 'passed') return []
  if (test.status === 'skipped') return [`      <skipped${attributes({ message: test.reason })}/>`]
  const tag = test.status === 'error' ? 'error' : 'failure'
  return test.errors.map(({ name, message }) => {
    const firstLine = message.split('\n', 1)[0] ?? ''
    return `      <${tag}${attributes({ message: firstLine, type: name })}>${xmlText(message + framesOf(test, message))}</${tag}>`
  })
}

/** The lines of the spec file that the message is about. */
function framesOf({ record, file }: CaseRecord, message: string): string {
  const missed = record?.verdict.conditions.filter(({ status }) => status !== 'pass') ?? []
  const frames = missed
    .filter(({ metric }) => message.startsWith(`${metric}:`))
    .map(({ place, frame }) =>
      place && frame ? `\n\n${file}:${place.line}:${place.column}\n${frame}` : '',
    )
  return frames[0] ?? ''
}

/** Seconds in plain decimals: some readers do not know exponents. */
function seconds(durationMs: number): string {
  return (durationMs / 1_000).toFixed(3)
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join('')
}
