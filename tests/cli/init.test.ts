import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fencesOf, readPage, root } from '../docs/pages.ts'
import { runVitest } from '../e2e/project.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clustergate-init-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const command = join(root, 'dist/lib/cli/main.js')
const run = (...args: string[]) =>
  execa(process.execPath, [command, ...args], {
    cwd: folder,
    reject: false,
    stdin: 'ignore',
    timeout: 50_000,
    env: { NO_COLOR: '1', CI: '', CLUSTERGATE_CLUSTER: undefined },
  })
const read = (path: string) => readFile(join(folder, path), 'utf8')

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}

const shippedSpecs = async () => {
  const stages = ['network', 'balancer', 'perf']
  const names = await Promise.all(
    stages.map(async (stage) =>
      (await readdir(join(root, 'specs', stage))).map((name) => `specs/${stage}/${name}`),
    ),
  )
  return names.flat()
}

describe('clustergate init', () => {
  test('writes configuration, cluster file, specs of all stages and a workflow, and lists them', async () => {
    const { stdout, stderr, exitCode } = await run('init', '--yes')
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
    const wanted = [
      '.github/workflows/clustergate.yml',
      '.gitignore',
      'config/cluster.yaml',
      'vitest.config.mts',
      ...(await shippedSpecs()),
    ]
    expect(await filesOf('.')).toEqual(wanted.toSorted())
    for (const path of wanted) expect(stdout).toContain(`wrote  ${path}\n`)
    expect(stdout).toContain('npx vitest run')
    expect(stdout).toContain('install Vitest: `npm i -D vitest`')
  })

  test('writes files with the path to the schema of the package', async () => {
    await run('init', '--yes')
    expect(await read('config/cluster.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/node_modules\/clustergate\/schemas\/cluster\.schema\.json\n/,
    )
    const specs = (await filesOf('specs')).filter((path) => path.endsWith('.yaml'))
    expect(specs.length).toBeGreaterThan(5)
    for (const path of specs) {
      expect(await read(path)).toMatch(
        /^# yaml-language-server: \$schema=\.\.\/\.\.\/node_modules\/clustergate\/schemas\/spec\.schema\.json\n/,
      )
    }
    expect((await run('lint', '--config', 'config/cluster.yaml', '--strict')).exitCode).toBe(0)
  })

  test('lists the workers of the embedded cluster', async () => {
    await run('init', '--yes')
    const embedded = parse(await readFile(join(root, 'config/embedded.yaml'), 'utf8'))
    expect(embedded.workers).toHaveLength(3)
    expect(parse(await read('config/cluster.yaml'))).toEqual({ workers: embedded.workers })
  })

  test('changes nothing the second time', async () => {
    await run('init', '--yes')
    const paths = await filesOf('.')
    for (const path of paths) await writeFile(join(folder, path), `mine: ${path}`)
    const { stdout, exitCode } = await run('init', '--yes')
    expect(exitCode).toBe(0)
    expect(stdout).not.toContain('wrote')
    expect(stdout).toContain('kept   config/cluster.yaml')
    expect(await filesOf('.')).toEqual(paths)
    for (const path of paths) expect(await read(path)).toBe(`mine: ${path}`)
  })

  test('leaves a stage unchanged that has specs, and writes the others', async () => {
    await write('specs/network/own.spec.yaml', 'suite: Own\n')
    const { stdout } = await run('init', '--yes', '--ci', 'none')
    expect(await filesOf('specs/network')).toEqual(['specs/network/own.spec.yaml'])
    expect(stdout).toContain('kept   specs/network')
    expect((await filesOf('specs/perf')).length).toBeGreaterThan(2)
  })

  test.each(['vitest.config.ts', 'vite.config.js', 'vitest.config.mjs'])(
    'keeps an existing %s, and prints what to add to it',
    async (name) => {
      await write(name, 'export default {}\n')
      const { stdout, exitCode } = await run('init', '--yes')
      expect(exitCode).toBe(0)
      expect(await readdir(folder)).not.toContain('vitest.config.mts')
      expect(stdout).toContain(`kept   ${name}`)
      expect(stdout).toContain(`add the plugin to ${name}: `)
      await write(name, "import clustergate from 'clustergate'\nexport default {}\n")
      expect((await run('init', '--yes')).stdout).not.toContain('add the plugin')
    },
  )

  test('prints the missing lines of an existing .gitignore', async () => {
    await write('.gitignore', 'node_modules\n/reports/\n')
    const { stdout } = await run('init', '--yes')
    expect(stdout).toContain('add to .gitignore: .clustergate/\n')
    expect(await read('.gitignore')).toBe('node_modules\n/reports/\n')
  })

  test('reports that it cannot ask without a terminal, and writes nothing', async () => {
    const { stderr, exitCode } = await run('init')
    expect(stderr).toContain('this is not a terminal\n  expected: `--yes`')
    expect(exitCode).toBe(2)
    expect(await readdir(folder)).toEqual([])
  })

  test('suggests the nearest CI system', async () => {
    const { stderr, exitCode } = await run('init', '--yes', '--ci', 'gitlub')
    expect(stderr).toContain('Allowed choices are github, gitlab, jenkins, none')
    expect(exitCode).toBe(2)
  })

  test('reports a folder that is not writable', async () => {
    await write('config', 'a file')
    const { stderr, exitCode } = await run('init', '--yes')
    expect(stderr).toContain('the file config/cluster.yaml cannot be written: ')
    expect(exitCode).toBe(2)
  })
})

describe('the workflow that clustergate init writes', () => {
  const paths = {
    github: '.github/workflows/clustergate.yml',
    gitlab: '.gitlab-ci.yml',
    jenkins: 'Jenkinsfile',
  } as const
  const systems = Object.keys(paths) as (keyof typeof paths)[]

  test.each(systems)('for %s is the one that docs/ci.md shows', async (system) => {
    await run('init', '--yes', '--ci', system)
    const shown = fencesOf(readPage('docs/ci.md')).find(
      ({ note }) => note === `CI file: ${paths[system]}`,
    )
    expect(shown?.text).toBe(await read(paths[system]))
    for (const other of systems.filter((each) => each !== system)) {
      expect(await filesOf('.')).not.toContain(paths[other])
    }
  })

  test('for GitHub is a workflow that installs, runs all stages, and always keeps the reports', async () => {
    await run('init', '--yes', '--ci', 'github')
    const { on, jobs } = parse(await read(paths.github))
    expect(on).toEqual(['push', 'pull_request'])
    const steps: { run?: string; uses?: string; if?: string; with?: { path?: string } }[] =
      jobs.slo.steps
    expect(steps.flatMap(({ run: line }) => line ?? [])).toEqual([
      'npm ci',
      'npx clustergate lint',
      'npx vitest run',
    ])
    expect(steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'))).toMatchObject({
      if: 'always()',
      with: { path: 'reports/' },
    })
  })

  test('for GitLab is a job that always keeps the reports', async () => {
    await run('init', '--yes', '--ci', 'gitlab')
    const { clustergate } = parse(await read(paths.gitlab))
    expect(clustergate.script).toEqual(['npx clustergate lint', 'npx vitest run'])
    expect(clustergate.artifacts).toMatchObject({
      when: 'always',
      reports: { junit: 'reports/junit.xml' },
    })
  })

  test.each([
    ['pnpm-lock.yaml', 'npx --yes pnpm install --frozen-lockfile'],
    ['yarn.lock', 'npx --yes @yarnpkg/cli-dist install --immutable'],
    ['package-lock.json', 'npm ci'],
  ])('installs with the package manager of %s', async (lock, installs) => {
    await write(lock, '')
    for (const system of systems) {
      await run('init', '--yes', '--ci', system)
      expect(await read(paths[system])).toContain(installs)
    }
  })

  test.each([
    ['.gitlab-ci.yml', '', 'kept   .gitlab-ci.yml'],
    ['Jenkinsfile', '', 'kept   Jenkinsfile'],
    [
      '.git/config',
      '[remote "origin"]\n\turl = git@gitlab.example:a/b.git\n',
      'wrote  .gitlab-ci.yml',
    ],
    ['.git/config', '[remote "origin"]\n\turl = git@host.example:a/b.git\n', 'wrote  .github/'],
  ])('is chosen by %s of the folder', async (path, text, words) => {
    await write(path, text)
    expect((await run('init', '--yes')).stdout).toContain(words)
  })
})

describeWith(hasTool('script') ? [] : ['script'], 'clustergate init on a terminal', () => {
  /**
   * `script` gives the command a terminal; the keys are sent to its standard input when it asks for them.
   */
  async function onTerminal(...responses: readonly (readonly [question: string, keys: string])[]) {
    const line = `${process.execPath} ${command} init`
    const child = execa('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
      cwd: folder,
      reject: false,
      timeout: 30_000,
      env: { NO_COLOR: '1', TERM: 'dumb' },
    })
    const left = [...responses]
    let shown = ''
    child.stdout.on('data', (data: Buffer) => {
      shown += String(data)
      const [question, keys] = left[0] ?? []
      if (question === undefined || keys === undefined || !shown.includes(question)) return
      left.shift()
      shown = ''
      child.stdin.write(keys)
    })
    const { exitCode, stdout } = await child
    return { exitCode, stdout, unasked: left }
  }

  test('asks for the CI system until it is valid, shows the files, and writes them', async () => {
    const { stdout, exitCode, unasked } = await onTerminal(
      ['[github]', 'gitlub\r'],
      ['[github]', 'gitlab\r'],
      ['[Y/n]', '\r'],
    )
    expect(unasked).toEqual([])
    expect(stdout).toContain('did you mean github?')
    expect(stdout).toContain('wrote  .gitlab-ci.yml')
    expect(exitCode).toBe(0)
    expect(await filesOf('.')).toContain('specs/network/checklist.spec.yaml')
  })

  test('writes nothing after a no', async () => {
    const { stdout, exitCode } = await onTerminal(['[github]', '\r'], ['[Y/n]', 'n\r'])
    expect(stdout).toContain('nothing was written')
    expect(exitCode).toBe(0)
    expect(await readdir(folder)).toEqual([])
  })

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('writes nothing after %s, and exits with 130', async (_, keys) => {
    const { exitCode } = await onTerminal(['[github]', keys])
    expect(exitCode).toBe(130)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('from an empty folder to green', () => {
  test('the commands of the README print what it shows, and end with a green network stage', async () => {
    await installed()
    const init = await run('init', '--yes')
    const shown = fencesOf(readPage('README.md')).find(
      ({ note }) => note === 'from an empty folder to green',
    )
    const wrote = init.stdout.split('\n').filter((line) => line.startsWith('wrote'))
    expect(wrote.length).toBeGreaterThan(10)
    for (const line of wrote) expect(shown?.text).toContain(`${line}\n`)
    expect(init.stdout).not.toContain('To do first')
    const all = await runVitest(['list', '--filesOnly'], { cwd: folder }, folder)
    for (const path of await shippedSpecs()) expect(all.output).toContain(path)
    const network = await runVitest(['run', 'specs/network'], { cwd: folder }, folder)
    expect(network.output).toContain(' Network validation')
    expect(network.exitCode).toBe(0)
    expect(await filesOf('reports')).toEqual(
      expect.arrayContaining(['reports/clustergate.json', 'reports/junit.xml', 'reports/slo.html']),
    )
  })

  /** The built package beside Vitest, like an installation. */
  async function installed(): Promise<void> {
    const modules = join(folder, 'node_modules')
    await mkdir(join(modules, 'clustergate'), { recursive: true })
    for (const part of ['dist', 'schemas', 'config', 'specs', 'templates', 'package.json']) {
      await cp(join(root, part), join(modules, 'clustergate', part), { recursive: true })
    }
    for (const name of await readdir(join(root, 'node_modules'))) {
      if (name === 'clustergate' || name.startsWith('.')) continue
      await symlink(join(root, 'node_modules', name), join(modules, name))
    }
    await write('package.json', '{ "name": "empty", "private": true }\n')
  }
})
