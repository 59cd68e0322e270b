import { Command } from 'commander'
import { usualRunFile } from '../../record/run/run-files.ts'
import { nearestName } from '../../source/nearest-name.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { percentOption } from '../kit/option-parsers.ts'
import { print, printJson } from '../kit/print.ts'
import { readRunRecord } from '../kit/read-run-record.ts'
import { type BaselineCase, baselineCases } from './cases.ts'
import { type ComparedMetricOptions, comparisonText, exitCodeOf, questionsOf } from './compare.ts'
import { baselinesText, findBaselines } from './list.ts'
import { baselineRows } from './rows.ts'
import { acceptCase, type SaveResult, saveCase } from './save.ts'

/** `clustergate baseline`: measurements of tests in a good state, stored beside their specs. */
export function baselineCommand(exit: (code: number) => void): Command {
  const end = (code: Promise<number> | number) => Promise.resolve(code).then(exit)
  return new Command('baseline')
    .description('save benchmarks as baselines, and compare runs with them')
    .addCommand(
      command('save', 'add the benchmarks of a run that passed to their baselines')
        .addHelpText('after', saveHelp)
        .action((file: string) => end(save(file))),
    )
    .addCommand(
      command('accept', 'replace baselines with this run')
        .option('--test <name...>', 'those of these tests')
        .option('--all', 'those of all tests')
        .addHelpText('after', acceptHelp)
        .action((file: string, options: AcceptOptions) => end(accept(file, options))),
    )
    .addCommand(
      subcommand('list', 'list the baselines')
        .option('--specs <folder>', 'folder of the specs', 'specs')
        .option('--json', 'print them as JSON')
        .action((options: ListOptions) => end(list(options))),
    )
    .addCommand(
      command('compare', 'compare the benchmarks of a run with their baselines')
        .option(
          '--metric <names...>',
          'metrics to compare (default: those with a condition in the specs)',
        )
        .addOption(
          percentOption(
            '--within <percent>',
            'allowed regression (default: as the specs say, else 5%)',
          ),
        )
        .addOption(
          percentOption(
            '--confidence <percent>',
            'confidence of a verdict (default: as the specs say, else 99%)',
          ),
        )
        .option('--json', 'print the comparison as JSON')
        .addHelpText('after', compareHelp)
        .action((file: string, options: CompareOptions) => end(compare(file, options))),
    )
}

function command(name: string, description: string): Command {
  return subcommand(name, description).argument('[run]', 'JSON report of a run', usualRunFile)
}

/** A subcommand that is added does not inherit the settings of its command. */
function subcommand(name: string, description: string): Command {
  return new Command(name).description(description).exitOverride().showHelpAfterError()
}

const saveHelp = `
Tests that failed, were void, inconclusive or cut short are left out.
Exit codes: 0 saved, 1 nothing was saved, 2 the report or a baseline cannot be read.`

const acceptHelp = `
Use it after an intended change. Void tests are left out.
Exit codes: 0 accepted, 1 nothing was accepted, 2 the report or a baseline cannot be read.`

const compareHelp = `
Exit codes: 0 nothing is worse than allowed, 1 something regressed, 2 the report or a baseline cannot
be read, 4 inconclusive.`

async function save(file: string): Promise<number> {
  return report(await inTurn(await casesOf(file), saveCase))
}

interface AcceptOptions {
  readonly test?: readonly string[]
  readonly all?: boolean
}

async function accept(file: string, { test: names, all = false }: AcceptOptions): Promise<number> {
  if (all === (names !== undefined)) {
    const message = 'which tests are accepted: `--test <name>`, or `--all`?'
    throw new UserError([{ code: 'missing_choice', message }])
  }
  const cases = await casesOf(file)
  return report(await inTurn(names ? named(cases, names) : cases, acceptCase))
}

function named(cases: readonly BaselineCase[], names: readonly string[]): readonly BaselineCase[] {
  const known = cases.map(({ test }) => test)
  const problems = names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const suggestion = nearestName(name, known)
      return {
        code: 'unknown_test',
        message: `no test \`${name}\` measured a benchmark in this run`,
        expected: `one of ${known.join(', ')}`,
        ...(suggestion !== undefined && { suggestion }),
      }
    })
  if (problems.length > 0) throw new UserError(problems)
  return cases.filter(({ test }) => names.includes(test))
}

interface ListOptions {
  readonly specs: string
  readonly json?: boolean
}

function list({ specs, json }: ListOptions): number {
  const found = findBaselines(specs)
  if (json) printJson(found)
  else print(found.length > 0 ? baselinesText(found) : `no baselines in ${shownFile(specs)}`)
  return exitCodes.met
}

interface CompareOptions extends ComparedMetricOptions {
  readonly json?: boolean
}

async function compare(file: string, options: CompareOptions): Promise<number> {
  const cases = await casesOf(file)
  const rows = cases.flatMap((each) => baselineRows(each, questionsOf(each, options)))
  if (options.json) printJson({ schemaVersion: 1, rows })
  else print(comparisonText(rows))
  return exitCodeOf(rows)
}

/** @throws UserError if the run measured no benchmark */
async function casesOf(file: string): Promise<readonly BaselineCase[]> {
  const run = await readRunRecord(file)
  const cases = baselineCases(run)
  if (cases.length > 0) return cases
  const cutOff = run.ended === 'cut_off' ? ', which was cut off' : ''
  const message = `${shownFile(file)}: no test of this run${cutOff} measured a benchmark`
  const expected = 'a run with tests of `benchmark`, from the folder that Vitest ran in'
  throw new UserError([{ code: 'no_benchmarks', message, expected }])
}

/** Sequentially, because two cases may be of one file. */
async function inTurn(
  cases: readonly BaselineCase[],
  act: (each: BaselineCase) => Promise<SaveResult>,
): Promise<readonly SaveResult[]> {
  const results: SaveResult[] = []
  for (const each of cases) results.push(await act(each))
  return results
}

function report(results: readonly SaveResult[]): number {
  for (const { line } of results) print(line)
  return results.some(({ isSaved }) => isSaved) ? exitCodes.met : exitCodes.missed
}
