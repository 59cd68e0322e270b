import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { targetLine } from '../../cluster/target.ts'
import { htmlPage } from '../../slo/page/html-page.ts'
import { markdownPage } from '../../slo/page/markdown-page.ts'
import { countsInWords, type SloPage } from '../../slo/page/page.ts'
import { slashedPath } from '../../source/slashed-path.ts'
import { shownFile } from '../../source/user-error.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { printAside } from '../kit/print.ts'
import { checkWritable, writeAtomically } from '../kit/write-atomically.ts'
import { declaredSlos } from './declared-slos.ts'
import { staleness } from './docs-check.ts'
import { openVerdicts } from './docs-verdicts.ts'

interface DocsOptions {
  readonly output?: string
  readonly format: Format
  readonly check?: boolean
  readonly verdicts: boolean
  readonly run?: string
  readonly history?: string
  readonly config?: string
}

const pages = { markdown: markdownPage, html: htmlPage } as const
type Format = keyof typeof pages

const usualOutput: Readonly<Record<Format, string>> = {
  markdown: 'docs/slos.md',
  html: 'docs/slos.html',
}

/** `clustergate docs`: writes one page with all SLOs of the specs. */
export function docsCommand(exit: (code: number) => void): Command {
  return new Command('docs')
    .description('write a page of every objective that the specs declare')
    .argument('[specs...]', 'spec files, or folders of them', ['specs'])
    .option('-o, --output <file>', 'file for the page (default: docs/slos.md, or docs/slos.html)')
    .addOption(
      new Option('-f, --format <format>', 'format of the page')
        .choices(Object.keys(pages))
        .default('markdown'),
    )
    .option('--check', 'write nothing, and exit with 1 if the page is stale')
    .option('--no-verdicts', 'leave out the last verdicts')
    .option('--run <file>', 'the run whose verdicts are shown (default: reports/clustergate.json)')
    .option('--history <file>', 'the history of older ones (default: .clustergate/history.db)')
    .option('-c, --config <file>', configWords)
    .addHelpText('after', help)
    .action(async (specs: string[], options: DocsOptions) => exit(await docs(specs, options)))
}

const configWords =
  'cluster file that the specs are read for (default: $CLUSTERGATE_CLUSTER, else the embedded cluster)'

const help = `
Exit codes: 0 written, or up to date; 1 with --check: the page is stale; 2 wrong usage, or a mistake
in a file. --check compares only what the specs declare, not the verdicts.

Examples:
  clustergate docs
  clustergate docs specs/perf --format html --output slos.html
  clustergate docs --no-verdicts && git add docs/slos.md   # a page that changes with the specs alone
  clustergate docs --check                                 # in CI`

async function docs(specs: readonly string[], options: DocsOptions): Promise<number> {
  const output = options.output ?? usualOutput[options.format]
  const { suites, modules, cluster } = await declaredSlos(specs, options.config)
  // Relative to the page's own folder, so that links work wherever the project is.
  const linkTo = (file: string) => slashedPath(dirname(resolve(output)), resolve(file))
  const declared: SloPage = { suites, modules, linkTo }
  const render = pages[options.format]
  if (options.check) return check(output, render(declared))
  await mkdir(dirname(resolve(output)), { recursive: true })
  await checkWritable(output)
  await using opened = options.verdicts ? await openVerdicts(options) : undefined
  await writeAtomically(
    resolve(output),
    render({ ...declared, ...(opened && { verdicts: opened.verdicts }) }),
  )
  const written = `docs: ${shownFile(resolve(output))}, ${countsInWords(suites)}`
  printAside(`${written}; ${targetLine(cluster)}`)
  return exitCodes.met
}

async function check(output: string, page: string): Promise<number> {
  const stale = existsSync(output) ? await staleness(output, page) : `${output} is not there`
  if (stale === undefined) return exitCodes.met
  printAside(`${stale}\nRun the same command without \`--check\` to update it.`)
  return exitCodes.missed
}
