import { expect, test } from 'vitest'
import { createProject } from './project.ts'

const spec = `
import { strictEqual } from 'node:assert'
import { expect, suite } from 'clustergate'
suite('S', ({ test, eachWorker }) => {
  test('ignored', async ({ cluster }) => { await cluster.workers[0].tcp() })
  test('not awaited', async ({ cluster }) => { cluster.subnet(); expect(1).toBe(1) })
  test('ignored, with a failure', async ({ cluster }) => {
    await cluster.workers[0].tcp()
    throw new Error('of its own')
  })
  test('by a matcher', async ({ cluster }) => { expect(await cluster.workers[0].tcp()).toBeOpen() })
  test('by assert', async ({ cluster }) => {
    strictEqual((await cluster.workers[0].tcp()).metrics.open, true)
  })
  test('judged', async ({ cluster }) => { await cluster.workers[0].tcp({}, { expect: { open: true } }) })
  test('a second one', async ({ cluster }) => {
    await cluster.workers[0].tcp()
    expect(await cluster.workers[1].tcp()).toBeOpen()
  })
  test('skipped', async ({ cluster, skip }) => {
    await cluster.workers[0].tcp()
    skip()
  })
})
`

test('a test fails that awaits no measurement or looks at none, whatever it asserts otherwise', async () => {
  await using project = await createProject({ 'specs/network/own.spec.ts': spec })
  const { exitCode, stdout } = await project.vitest(['--reporter=json'])
  const { testResults } = JSON.parse(stdout)
  const outcomes = testResults[0].assertionResults.map(
    (each: { title: string; status: string; failureMessages: string[] }) =>
      [
        each.title,
        each.status,
        each.failureMessages.map((message) => message.split('\n')[0]),
      ].flat(),
  )
  expect(outcomes).toEqual([
    [
      'ignored',
      'failed',
      'UnusedMeasurement: nothing looks at what `tcp` measured, so that the test would always pass: `expect` something of it, or give the call conditions: `tcp({}, { expect: { … } })`',
    ],
    [
      'not awaited',
      'failed',
      'UnusedMeasurement: `subnet` was still measuring when the test ended: await it',
    ],
    ['ignored, with a failure', 'failed', 'Error: of its own'],
    ['by a matcher', 'passed'],
    ['by assert', 'passed'],
    ['judged', 'passed'],
    ['a second one', 'passed'],
    ['skipped', 'skipped'],
  ])
  expect(exitCode).toBe(1)
})
