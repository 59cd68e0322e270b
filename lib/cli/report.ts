import { relative, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Command } from 'commander'
import { formats } from '../../reporters/formats.ts'
import { isSystemError, unwritable } from '../../reporters/kit/unwritable.ts'
import { batches, writeReport } from '../../reporters/kit/write-report.ts'
import { usualRunFile } from '../record/run/run-files.ts'
import type { RunSource } from '../record/run/run-record.ts'
import { nearestName } from '../source/nearest-name.ts'
import { shownFile, UserError } from '../source/user-error.ts'
import { minuteOf } from '../units/instant.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { openRun } from './kit/open-run.ts'
import { checkWritable } from './kit/write-atomically.ts'

interface ReportOptions {
  readonly format: string
  readonly output?: string
}

/** `clustergate report`: prints any report of a recorded run. */
export function reportCommand(exit: (code: number) => void): Command {
  return new Command('report')
    .description('make a report of a recorded run')
    .argument('[run]', 'output of the JSON reporter: its .json or .jsonl', usualRunFile)
    .requiredOption('-f, --format <format>', Object.keys(formats).join(', '))
    .option('-o, --output <file>', 'output file (default: standard output)')
    .addHelpText('after', help)
    .action(async (run: string, options: ReportOptions) => exit(await report(run, options)))
}

const help = `
Exit codes: 0 the report was made, even if tests failed; 2 the record cannot be read, or the report not written.

Examples:
  clustergate report --format junit --output reports/clustergate.junit.xml
  clustergate report reports/clustergate.jsonl --format markdown   # also of a run that was killed`

async function report(file: string, { format, output }: ReportOptions): Promise<number> {
  const load = Object.hasOwn(formats, format) ? formats[format] : undefined
  if (!load) throw unknownFormat(format)
  if (output !== undefined) await checkWritable(output)
  const render = await load()
  using record = await openRun(file)
  noteCutOff(file, record.run)
  const chunks = render(record.run, { root: process.cwd() })
  if (output === undefined) {
    await print(chunks)
  } else {
    writeOrRefuse(resolve(output), chunks)
    process.stderr.write(`report: ${relative(process.cwd(), resolve(output))}\n`)
  }
  return exitCodes.met
}

/** To standard error, so that it is seen whatever happens to the report. */
function noteCutOff(file: string, run: RunSource): void {
  if (run.ended === undefined || run.ended === 'complete') return
  const words = run.ended === 'cut_off' ? 'was cut off' : 'was stopped'
  process.stderr.write(
    `report: the run of ${minuteOf(run.startedAt)} UTC in ${shownFile(file)} ${words} before its end\n`,
  )
}

function writeOrRefuse(file: string, chunks: Iterable<string>): void {
  try {
    writeReport(file, chunks)
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new UserError([{ code: 'file_not_writable', message: unwritable(file, error) }])
  }
}

function unknownFormat(format: string): UserError {
  const names = Object.keys(formats)
  const suggestion = nearestName(format, names)
  return new UserError([
    {
      code: 'unknown_report_format',
      message: `there is no format \`${format}\``,
      expected: names.join(', '),
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}

/** Written as fast as it is read; a reader such as `head` may close the output early. */
async function print(chunks: Iterable<string>): Promise<void> {
  const source = Readable.from(batches(chunks), { highWaterMark: 1 })
  try {
    await pipeline(source, process.stdout, { end: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}
