import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa, type Options } from 'execa'
import { toolchain, vitestCommand } from './toolchain.ts'

export interface RunResult {
  readonly exitCode: number | undefined
  /** Standard output and standard error, without colours. */
  readonly output: string
  readonly stdout: string
}

/** A project of a user in a folder of its own, with the installed package. */
export interface Project extends AsyncDisposable {
  readonly folder: string
  write(path: string, text: string): Promise<void>
  remove(path: string): Promise<void>
  /** Runs Vitest in a child process, as the user would. */
  vitest(args: readonly string[], options?: Options): Promise<RunResult>
}

/** Files by path; `vitest.config.ts` exists unless it is given. */
export async function createProject(files: Readonly<Record<string, string>>): Promise<Project> {
  await mkdir(toolchain.projects, { recursive: true })
  const folder = await mkdtemp(join(toolchain.projects, 'project-'))
  const write = async (path: string, text: string) => {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const all = { 'vitest.config.ts': vitestConfig(), ...files }
  await Promise.all(Object.entries(all).map(([path, text]) => write(path, text)))
  return {
    folder,
    write,
    remove: (path) => rm(join(folder, path), { recursive: true, force: true }),
    vitest: (args, options) => runVitest(args, { cwd: folder, ...options }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The three lines of a user's configuration. */
export function vitestConfig(options = '', test = ''): string {
  return `
import { defineConfig } from 'vitest/config'
import clustergate from 'clustergate'
export default defineConfig({
  plugins: [clustergate(${options})],
  test: { ${test} },
})
`
}

/** Runs Vitest in a child process that ends within two minutes; the one that is installed in `home`. */
export async function runVitest(
  args: readonly string[],
  options: Options,
  home?: string,
): Promise<RunResult> {
  const vitest = home ? join(home, 'node_modules/vitest/vitest.mjs') : vitestCommand
  const result = await execa(toolchain.node, [vitest, ...args], {
    reject: false,
    all: true,
    timeout: 120_000,
    ...options,
    stdin: 'ignore',
    env: {
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      CI: '',
      CLUSTERGATE_CLUSTER: undefined,
      ...options.env,
    },
  })
  return { exitCode: result.exitCode, output: String(result.all), stdout: String(result.stdout) }
}
