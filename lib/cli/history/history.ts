import { Command, InvalidArgumentError, Option } from 'commander'
import { HistoryError } from '../../history/history-error.ts'
import { defaultHistoryFile, defaultKeep, HistoryStore } from '../../history/store.ts'
import { usualRunFile } from '../../record/run/run-files.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { visibleText } from '../../source/visible-text.ts'
import { type Labels, readLabelled } from '../../units/labels.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { numberOption, percentOption } from '../kit/option-parsers.ts'
import { print, printAside } from '../kit/print.ts'
import { historyCsv } from './csv.ts'
import { historyJson } from './json.ts'
import { overviewHead, overviewText } from './overview.ts'
import { type RecordOptions, recordRun } from './record.ts'
import { type ShownTrend, seriesOfLast, seriesOfMetric, shownTrends } from './series.ts'
import { trendText } from './text.ts'

interface HistoryOptions {
  readonly db: string
  readonly test?: string
  readonly at?: Labels
  readonly last: number
  readonly branch?: string
  readonly all?: boolean
  readonly metrics?: boolean
  readonly everySetting?: boolean
  /** In percent. */
  readonly minChange: number
  readonly json?: boolean
  readonly failOnChange?: boolean
}

/** `clustergate history`: how measurements changed from run to run. */
export function historyCommand(exit: (code: number) => void): Command {
  const end = (code: Promise<number>) => explained(code).then(exit)
  const history = new Command('history')
    .description('show metrics over runs, and where their level shifted')
    .argument('[metric]', 'such as `speedup` or `latency.p95` (default: an overview)')
    .addOption(dbOption())
    .option('--test <name>', 'only tests whose name contains `Suite › test › worker`')
    .addOption(atOption())
    .addOption(
      numberOption('--last <runs>', 'number of runs, newest first', 1, 1_000_000).default(100),
    )
    .option('--branch <name>', 'only runs of this branch')
    .option('--all', 'include failed and void runs')
    .option('--metrics', 'list every metric, not only those with a condition')
    .option('--every-setting', 'include other workloads, models and clusters')
    .addOption(percentOption('--min-change <percent>', 'smallest shift to report').default(1))
    .option('--json', 'print it as JSON')
    .option('--fail-on-change', 'exit with 1 if a level shifted without improving')
    .addHelpText('after', help)
    .action((metric: string | undefined, options: HistoryOptions) => end(show(metric, options)))
    .addCommand(recordCommand(end))
    .addCommand(pruneCommand(end))
    .addCommand(exportCommand(end))
  for (const command of history.commands) command.exitOverride().showHelpAfterError()
  return history
}

const help = `
Exit codes: 0 shown, 1 a level shifted and --fail-on-change is given, 2 wrong usage, or no history.

Examples:
  clustergate history
  clustergate history speedup --at concurrency=15
  clustergate history latency.p95 --test 'beat one' --last 30 --fail-on-change`

type End = (code: Promise<number>) => Promise<void>

function recordCommand(end: End): Command {
  return new Command('record')
    .description('store a run from its JSON report')
    .argument('[run]', 'JSON report of a run', usualRunFile)
    .addOption(dbOption())
    .addOption(stagesOption())
    .addOption(keepOption('number of newest runs to keep').default(defaultKeep))
    .option('--commit <hash>', 'the commit of the run (default: the one that is checked out)')
    .option('--branch <name>', 'the branch of the run')
    .action((file: string, _: unknown, command: Command) =>
      end(record(file, command.optsWithGlobals())),
    )
}

function pruneCommand(end: End): Command {
  return new Command('prune')
    .description('remove old runs')
    .addOption(dbOption())
    .addOption(keepOption('number of newest runs to keep').makeOptionMandatory())
    .action((_: unknown, command: Command) => end(prune(command.optsWithGlobals())))
}

function exportCommand(end: End): Command {
  return new Command('export')
    .description('print all stored values, one per line')
    .addOption(dbOption())
    .option('--csv', 'as CSV (the default, and the only format)')
    .action((_: unknown, command: Command) => end(exportAll(command.optsWithGlobals())))
}

async function show(asked: string | undefined, options: HistoryOptions): Promise<number> {
  using store = await HistoryStore.open(options.db, 'read')
  const { test, at, last, branch, everySetting = false, metrics: everyMetric = false } = options
  const question = { ...(test !== undefined && { test }), ...(at && { at }), everySetting }
  const series =
    asked === undefined
      ? seriesOfLast(store, last, everyMetric ? 'all' : 'asked', question)
      : seriesOfMetric(store, asked, question)
  const shown = shownTrends(series, question, {
    last,
    countsAll: options.all === true,
    least: options.minChange / 100,
    ...(branch !== undefined && { branch }),
    // Of the hundreds of metrics without a condition, a first overview is enough.
    ...(asked === undefined && everyMetric && { permutations: 199 }),
  })
  if (shown.length === 0) throw nothingToShow(options)
  const width = process.stdout.columns ?? 80
  if (options.json) print(historyJson(shown))
  else if (asked === undefined) {
    print(overviewHead(shown, store.runIds().length, last))
    print(overviewText(shown, width))
    print('`clustergate history <metric>` shows one; `--metrics` lists all that were measured.')
  } else print(metricText(shown, width))
  return options.failOnChange ? exitCodeOf(shown) : exitCodes.met
}

/** More plots than this are not readable. */
const maxPlots = 4

function metricText(shown: readonly ShownTrend[], width: number): string {
  if (shown.length <= maxPlots) return shown.map((each) => trendText(each, width)).join('\n\n')
  return `${overviewText(shown, width)}\nOne line each of ${shown.length}: \`--test\` and \`--at\` choose which to plot.`
}

function exitCodeOf(shown: readonly ShownTrend[]): number {
  const moved = shown.filter(({ trend: { changes, changesAmongFailed } }) =>
    [...changes, ...changesAmongFailed].some(({ effect }) => effect !== 'better'),
  )
  if (moved.length === 0) return exitCodes.met
  printAside(`${moved.length} of ${shown.length} series shifted without improving`)
  return exitCodes.missed
}

function nothingToShow({ db, branch }: HistoryOptions): UserError {
  const which =
    branch === undefined ? 'no run has a metric with a condition' : `no run of ${branch}`
  const message = `${shownFile(db)}: ${which}`
  return new UserError([
    { code: 'nothing_stored', message, expected: 'another `--branch`, or `--metrics`' },
  ])
}

async function record(file: string, options: RecordOptions): Promise<number> {
  print(await recordRun(file, options))
  return exitCodes.met
}

async function prune({
  db,
  keep,
}: {
  readonly db: string
  readonly keep: number
}): Promise<number> {
  using store = await HistoryStore.open(db, 'read')
  const { pruned, left } = store.prune(keep)
  print(`${pruned} ${pruned === 1 ? 'run' : 'runs'} removed from ${shownFile(db)}, ${left} left`)
  return exitCodes.met
}

async function exportAll({ db }: { readonly db: string }): Promise<number> {
  using store = await HistoryStore.open(db, 'read')
  // A reader such as `head` may close the output early.
  for (const text of historyCsv(store)) if (!(await isRead(visibleText(text)))) break
  return exitCodes.met
}

/** Writes a text, and waits until it is read; false if the output is closed. */
function isRead(text: string): Promise<boolean> {
  return new Promise((resolve) => process.stdout.write(text, (error) => resolve(!error)))
}

/** Problems of the history are reported like any mistake of a user. */
async function explained(code: Promise<number>): Promise<number> {
  try {
    return await code
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error
    throw new UserError([{ code: error.code, message: error.message }])
  }
}

function dbOption(): Option {
  return new Option('--db <file>', 'the database').default(defaultHistoryFile)
}

function keepOption(words: string): Option {
  return numberOption('--keep <runs>', words, 1, 1_000_000)
}

function stagesOption(): Option {
  const stages = ['network', 'balancer', 'perf']
  return new Option('--stages <names...>', 'which stages are stored')
    .choices(stages)
    .default(['perf'])
}

/** `concurrency=15`, several separated by commas. */
function atOption(): Option {
  const parse = (text: string, before: Labels = {}): Labels => {
    const { labels } = readLabelled(`at{${text.replaceAll(/(=\d+(\.\d+)?)%/g, '$1')}}`)
    if (Object.keys(labels).length > 0) return { ...before, ...labels }
    throw new InvalidArgumentError(`\`${text}\` must be a level, such as \`concurrency=15\`.`)
  }
  return new Option('--at <level>', 'only this level: `concurrency=15`').argParser(parse)
}
