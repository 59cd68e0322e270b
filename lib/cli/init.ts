import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Command, Option } from 'commander'
import { UserError } from '../source/user-error.ts'
import { type CiChoice, ciChoices, detectCi } from './init/ci.ts'
import { clusterPath, type Plan, type PlannedFile, planFiles } from './init/planned-files.ts'
import { Questions } from './init/questions.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { print } from './kit/print.ts'

interface Options {
  readonly yes?: boolean
  readonly ci?: CiChoice
}

/** `clustergate init`: creates the files of a first run; never overwrites a file. */
export function initCommand(exit: (code: number) => void): Command {
  return new Command('init')
    .description('write a configuration, a cluster file, specs of all stages and a CI workflow')
    .option('-y, --yes', 'ask nothing, take the defaults')
    .addOption(
      new Option(
        '--ci <system>',
        'which CI workflow to write (default: by the repository, else github)',
      ).choices(ciChoices),
    )
    .addHelpText('after', help)
    .action(async (options: Options) => exit(await init(options)))
}

const help = `
It writes into the working directory what is not there yet, and overwrites nothing:
  vitest.config.mts, ${clusterPath} (three simulated workers), specs/network, specs/balancer,
  specs/perf, .gitignore, and the workflow of the CI.

Examples:
  clustergate init
  clustergate init --yes --ci gitlab`

async function init(options: Options): Promise<number> {
  const folder = process.cwd()
  const plan = options.yes
    ? planFiles(folder, options.ci ?? detectCi(folder))
    : await askForPlan(folder, options.ci)
  if (plan === 'left') return exitCodes.interrupted
  if (plan === 'refused') {
    print('nothing was written')
    return exitCodes.met
  }
  const lines: string[] = []
  // All of them before any output: the reader of the first line may be gone (`| head`).
  for (const file of plan.files) {
    lines.push(`${(await write(folder, file)) ? 'wrote' : 'kept '}  ${file.path}`)
  }
  if (lines.length > 0) print(lines.join('\n'))
  for (const path of plan.kept) print(`kept   ${path}`)
  print(`\n${nextSteps(folder, plan).join('\n')}`)
  return exitCodes.met
}

async function askForPlan(
  folder: string,
  ci: CiChoice | undefined,
): Promise<Plan | 'left' | 'refused'> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw noTerminal()
  using questions = new Questions()
  const system = ci ?? (await questions.ci(detectCi(folder)))
  if (system === undefined) return 'left'
  const plan = planFiles(folder, system)
  if (plan.files.length === 0) return plan
  print(plan.files.map(({ path }) => `  ${path}`).join('\n'))
  const agreed = await questions.agrees(`Write these ${plan.files.length} files?`)
  if (agreed === undefined) return 'left'
  return agreed ? plan : 'refused'
}

function noTerminal(): UserError {
  const message = '`clustergate init` asks questions, and this is not a terminal'
  return new UserError([
    { code: 'no_terminal', message, expected: '`--yes`, which takes the defaults' },
  ])
}

/** Whether it was written: another process may have created it meanwhile. */
async function write(folder: string, { path, text }: PlannedFile): Promise<boolean> {
  const file = join(folder, path)
  try {
    await mkdir(dirname(file), { recursive: true })
  } catch (error) {
    throw notWritable(path, error as Error)
  }
  try {
    await writeFile(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw notWritable(path, error as Error)
  }
}

function notWritable(path: string, { message }: Error): UserError {
  const words = `the file ${path} cannot be written: ${message}`
  return new UserError([{ code: 'file_not_writable', message: words }])
}

function nextSteps(folder: string, { toDo }: Plan): string[] {
  const before = hasVitest(folder) ? toDo : ['install Vitest: `npm i -D vitest`', ...toDo]
  return [
    ...(before.length > 0 ? ['To do first:', ...before.map((words) => `  ${words}`), ''] : []),
    'Next:',
    `  npx vitest run                    all stages, on the workers of ${clusterPath}`,
    '  npx clustergate doctor            check this machine, the project and the workers',
    '  npx clustergate discover HOSTS... -o config/workers.yaml',
    '                                    find your own workers; then name that file in the configuration',
  ]
}

function hasVitest(folder: string): boolean {
  try {
    createRequire(join(folder, 'package.json')).resolve('vitest/package.json')
    return true
  } catch {
    // Not installed where this project would find it.
    return false
  }
}
