import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProject } from './project.ts'

/** Fails at its first run and passes from the second on. */
const flaky = `import { existsSync, writeFileSync } from 'node:fs'
process.exitCode = existsSync('ran') ? 0 : 1
writeFileSync('ran', '')
`

const behindAnother = `suite: Waits
tests:
  - { name: port open, tcp: {}, expect: { open: true } }
  - { name: responds, http: { path: /v1/models }, expect: { ok: true } }
`

test('a test is retried as often as its spec allows, and its last verdict counts', async () => {
  await using project = await createProject({
    'cluster.yaml':
      'allow_commands: true\nworkers:\n  - { id: w1, host: 127.0.0.1, port: 0, type: simulated, model: tiny }\n',
    'closed.yaml':
      'workers:\n  - { id: w1, host: 127.0.0.1, port: 1, type: openai, model: tiny }\n',
    'flaky.mjs': flaky,
    'specs/network/a.spec.yaml': `suite: Retried
tests:
  - name: flaky
    retries: 2
    command: { run: [node, flaky.mjs] }
    expect: { exit_code: 0 }
`,
  })
  const env = { CLUSTERGATE_CLUSTER: 'cluster.yaml', CLUSTERGATE_ALLOW_COMMANDS: '1' }
  const formats = ['terminal', 'markdown', 'junit', 'ctrf', 'tap', 'html', 'github']
  const reporters = formats.map((name) => `--reporter=clustergate/reporters/${name}`)
  const json = ['--reporter=json', '--outputFile.json=out.json']
  const run = await project.vitest(['run', ...json, ...reporters], {
    env: { ...env, GITHUB_ACTIONS: 'true' },
  })
  expect(run.exitCode).toBe(0)
  const report = JSON.parse(await readFile(join(project.folder, 'out.json'), 'utf8'))
  expect(report.testResults[0].assertionResults[0]).toMatchObject({
    status: 'passed',
    meta: { clustergate: { verdict: { status: 'pass' } } },
  })

  const words = 'passed on attempt 2 of 3; first failure: exit_code: 1 is not 0'
  expect(run.output).toContain(` ! Retried > flaky ${words}`)
  expect(run.output).toContain(
    `::warning file=specs/network/a.spec.yaml,line=3,title=Retried > flaky::${words}`,
  )
  for (const file of ['md', 'junit.xml', 'ctrf.json', 'tap', 'html']) {
    const text = await readFile(join(project.folder, `reports/clustergate.${file}`), 'utf8')
    expect([file, text.replaceAll('&gt;', '>').includes(words)]).toEqual([file, true])
  }

  await project.remove('ran')
  const spec = await readFile(join(project.folder, 'specs/network/a.spec.yaml'), 'utf8')
  await project.write('specs/network/a.spec.yaml', spec.replace('retries: 2', 'retries: 0'))
  expect((await project.vitest(['run', '--retry=2'], { env })).exitCode).toBe(1)

  await project.remove('ran')
  await project.write('specs/network/a.spec.yaml', spec.replace('    retries: 2\n', ''))
  const byFlag = await project.vitest(['run', '--retry=2', ...reporters], { env })
  expect(byFlag.exitCode, byFlag.output).toBe(0)
  expect(byFlag.output).toContain(` ! Retried > flaky ${words}`)

  // A test that waits for another's outcome gets it though the other is not run again.
  await project.write('specs/network/a.spec.yaml', behindAnother)
  const other = ['--retry.count=2', '--retry.condition=none']
  const closed = { CLUSTERGATE_CLUSTER: 'closed.yaml' }
  const byOtherError = await project.vitest(['run', ...other], { env: closed })
  expect(byOtherError.output).toMatch(/Tests {2}1 failed \| 1 skipped \(2\)/)
})

test('a spec runs no command unless the cluster file permits it: that is an error, not a failure', async () => {
  await using project = await createProject({
    'specs/network/a.spec.yaml': `suite: Forbidden
tests:
  - name: touches the disk
    command: { run: [touch, touched] }
    expect: { exit_code: 0 }
`,
  })
  const env = { CLUSTERGATE_ALLOW_COMMANDS: '1' }
  const run = await project.vitest(['run'], { env })
  expect(run.exitCode).toBe(1)
  expect(run.output).toMatch(
    /ProbeError: the cluster file permits no commands[\s\S]*allow_commands: true/,
  )
  await expect(readFile(join(project.folder, 'touched'))).rejects.toThrow('ENOENT')
})
