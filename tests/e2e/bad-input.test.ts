import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'

const spec = 'suite: S\ntests:\n  - { name: t, tcp: {}, expect: { open: true } }\n'

describe('bad input under Vitest', () => {
  let project: Project
  beforeAll(async () => {
    project = await createProject({ 'specs/network/good.spec.yaml': spec })
  })
  afterAll(() => project[Symbol.asyncDispose]())

  test('a bad cluster file stops the run at once, with all its problems and without our stack frames', async () => {
    await project.write('bad.json', '{ "workers": [{ "id": "a", "hots": "x", "port": 99999 }] }')
    const run = await project.vitest(['run'], { env: { CLUSTERGATE_CLUSTER: 'bad.json' } })
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(
      /UserError: bad\.json:1:28: unknown key `hots`[\s\S]*did you mean `host`[\s\S]*bad\.json:1:49: `port` is 99999/,
    )
    expect(run.output).not.toMatch(/ {4}at |Serialized Error|passed/)
  })

  test('a cluster file that does not exist is named', async () => {
    const run = await project.vitest(['run'], { env: { CLUSTERGATE_CLUSTER: 'nowhere.json' } })
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain('nowhere.json does not exist')
  })

  test('a bad spec fails with all its problems, and the good ones still run', async () => {
    await project.write(
      'specs/network/bad.spec.yaml',
      'suite: Bad\ntests:\n  - { name: t, tcp: {}, expect: { opne: true } }\n  - { name: u, ping: {}, expect: { rtt.avg: < 10% } }\n',
    )
    const run = await project.vitest(['run'])
    await project.remove('specs/network/bad.spec.yaml')
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(
      /bad\.spec\.yaml:3:35: unknown metric `opne`[\s\S]*bad\.spec\.yaml:4:45: `rtt\.avg`: `10%` is a percentage, not a duration/,
    )
    expect(run.output).not.toMatch(/ {4}at |Serialized Error/)
    expect(run.output).toContain('3 passed')
  })
})
