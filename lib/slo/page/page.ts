import { type Stage, stages } from '../../spec/spec.ts'
import type { LastVerdicts, RecordedTest } from '../last-verdicts.ts'
import type { Words } from '../measured-in-words.ts'
import type { SloSuite } from '../slo.ts'

/** The content of a page of SLOs: plain data, from which each format is made. */
export interface SloPage {
  readonly suites: readonly SloSuite[]
  readonly modules: readonly ModuleSpec[]
  /** Absent: a page without verdicts. */
  readonly verdicts?: PageVerdicts
  /** The link to a file from the page; with slashes. */
  readonly linkTo: (file: string) => string
}

export interface PageVerdicts {
  readonly last: LastVerdicts
  /** Their source, in a few words: `reports/clustergate.json`. */
  readonly sources: readonly string[]
  /** The verdicts of a run for the tests of a spec in TypeScript. */
  readonly recorded: (file: string) => readonly RecordedTest[]
}

/** A spec in TypeScript: its objectives are known only by running it. */
export interface ModuleSpec {
  /** From the root of the project, with slashes. */
  readonly file: string
  readonly stage: Stage
}

export interface StagePart {
  readonly stage: Stage
  /** `Network` */
  readonly title: string
  readonly suites: readonly SloSuite[]
  readonly modules: readonly ModuleSpec[]
}

/** In the order in which they run; a stage without specs is omitted. */
export function stageParts({ suites, modules }: SloPage): readonly StagePart[] {
  return stages
    .map((stage) => ({
      stage,
      title: titles[stage],
      suites: suites.filter((suite) => suite.stage === stage),
      modules: modules.filter((module) => module.stage === stage),
    }))
    .filter((part) => part.suites.length + part.modules.length > 0)
}

const titles: Readonly<Record<Stage, string>> = {
  network: 'Network',
  balancer: 'Balancer',
  perf: 'Performance',
}

/** `34 objectives in 20 tests of 9 suites` */
export function countsInWords(suites: readonly SloSuite[]): string {
  const tests = suites.flatMap((suite) => suite.tests)
  const objectives = tests.flatMap((test) => test.objectives)
  const words = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
  return `${words(objectives.length, 'objective')} in ${words(tests.length, 'test')} of ${words(suites.length, 'suite')}`
}

/** The introduction of both formats. */
export const introduction =
  'What the specs promise of the cluster. Of each test: its objectives, how they are measured, and where that is declared.'

export const moduleRemark =
  'What a spec in TypeScript promises is known only when it runs: its tests are taken from the last run, where there is one.'

/** The target of a link to a file, or to a line of it as hosts of Git show them. */
export function linkTarget({ linkTo }: SloPage, file: string, line?: number): string {
  const special = { '(': '%28', ')': '%29', '#': '%23', '?': '%3F' } as Record<string, string>
  const path = encodeURI(linkTo(file)).replaceAll(
    /[()#?]/g,
    (character) => special[character] ?? '',
  )
  return line === undefined ? path : `${path}#L${line}`
}

/** A text of ours with code in backticks, in parts. */
export function proseParts(text: string): Words {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? { code: part } : part))
}
