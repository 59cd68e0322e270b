import type { SpecFile, WrittenExpectations } from '../generated/spec.ts'
import type { WorkloadReference } from '../generated/workload.ts'
import { parseSource } from '../source/document.ts'
import { slashedPath } from '../source/slashed-path.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import { readSpec, type SpecEnvironment } from '../spec/read-spec.ts'
import type { CheckCatalog, SpecExpectation, SpecTest } from '../spec/spec.ts'
import { readSpecText } from '../spec/spec-text.ts'
import type { MetricTable } from '../units/dimension.ts'
import { findMetric } from '../units/metric-table.ts'
import { openWorkloadSync } from '../workload/open-workload-sync.ts'
import type { Objective, SloSuite, SloTest } from './slo.ts'

export interface SloEnvironment extends SpecEnvironment {
  /** Absolute; base of file names. */
  readonly root: string
}

type WrittenTest = SpecFile['tests'][number] & Readonly<Record<string, unknown>>

/**
 * The SLOs of spec files in YAML. A spec is read twice: with variables filled in and fully validated, as
 * for a run, and as written, so that its description is the same on every machine.
 * @param files absolute paths
 * @throws UserError with the problems of all files
 */
export function readSlos(files: readonly string[], environment: SloEnvironment): SloSuite[] {
  const problems: Problem[] = []
  const suites = files.flatMap((file) => {
    try {
      return readSuite(file, environment)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      problems.push(...error.problems)
      return []
    }
  })
  if (problems.length > 0) throw new UserError(problems)
  return suites
}

function readSuite(file: string, environment: SloEnvironment): SloSuite {
  const text = readSpecText(file, environment.root)
  const spec = readSpec({ file, text }, environment)
  const written = parseSource(text, file).value as SpecFile
  const { owner, description, tags = [] } = written
  return {
    file: slashedPath(environment.root, file),
    name: written.suite,
    stage: spec.stage,
    ...(description !== undefined && { description }),
    ...(owner !== undefined && { owner }),
    tags,
    tests: spec.tests.map((test, index) =>
      sloTest(test, written.tests[index] as WrittenTest, environment.catalog),
    ),
  }
}

function sloTest(test: SpecTest, written: WrittenTest, catalog: CheckCatalog): SloTest {
  const { description, skip, requires, for: selection } = written
  const { check, options, runs, workerIds, retries, onInconclusive } = test
  const prefix = workloadPrefix(options.workload)
  return {
    name: written.name,
    recordName: test.name,
    ...(description !== undefined && { description }),
    line: test.place.line,
    check,
    options,
    writtenOptions: optionsOf(written[check]),
    ...(prefix !== undefined && { prefix }),
    runs,
    workerIds,
    retries: retries ?? 0,
    onInconclusive,
    ...(selection !== undefined && { selection }),
    ...(requires?.workers !== undefined && { requiredWorkers: requires.workers }),
    ...(skip !== undefined && { skip }),
    objectives: objectivesOf(test, written.expect, catalog),
  }
}

function workloadPrefix(workload: unknown): string | undefined {
  if (workload === undefined) return undefined
  return openWorkloadSync(workload as WorkloadReference, {}).prefix
}

function optionsOf(body: unknown): Readonly<Record<string, unknown>> {
  return (body ?? {}) as Readonly<Record<string, unknown>>
}

/** The written tests are in the same order as the parsed ones. */
function objectivesOf(
  { check, expectations }: SpecTest,
  expect: WrittenExpectations,
  catalog: CheckCatalog,
): Objective[] {
  const written = [expect].flat().flatMap(writtenOf)
  const { metrics = {} } = catalog[check] ?? {}
  return expectations.map((expectation, index) => ({
    metric: expectation.metric,
    target: expectation.condition.text,
    ...written[index],
    ...familyOf(expectation, metrics),
    meaning: meaningOf(expectation, metrics),
    expectation,
  }))
}

type Written = Pick<Objective, 'level' | 'target'>

/** Of one map, in order: metrics first, the comparison with the baseline last. */
function writtenOf(map: Readonly<Record<string, unknown>>): Written[] {
  const { at, regression, ...conditions } = map
  const level = at === undefined ? {} : { level: levelInWords(at) }
  const compared = regression as { readonly within: string } | undefined
  return [
    ...Object.values(conditions).map((target) => ({ ...level, target: targetInWords(target) })),
    ...(compared ? [{ ...level, target: `within ${compared.within} of the baseline` }] : []),
  ]
}

function targetInWords(written: unknown): string {
  return [written].flat().map(String).join(' and ')
}

function levelInWords(at: unknown): string {
  return Object.entries(at as object)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function familyOf({ metric, family }: SpecExpectation, metrics: MetricTable) {
  if (Object.hasOwn(metrics, metric)) return {}
  const [name = '', ...rest] = metric.split('.')
  return { family: { name, ...(family === undefined && { member: rest.join('.') }) } }
}

/** Without the parts of descriptions for authors of specs. */
function meaningOf({ metric }: SpecExpectation, metrics: MetricTable): string {
  const description = findMetric(metrics, metric)?.description ?? ''
  return description.split(/ (?:Example|Default): /)[0] ?? ''
}
