import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../lib/record/run/run-record.ts'
import { wholeRun } from '../../lib/record/run/run-record.ts'
import { githubChunks } from '../../reporters/github/commands.ts'
import { readCommand } from './contract/github-runner.ts'
import { everyOutcome, largeRun, outcomes, runOfCases, testCase } from './records.ts'

const folders = { root: '/home/me/cluster', workspace: '/home/me' }

function commands(run: RunRecord, where = folders) {
  return [...githubChunks(run, where)].map((line) => readCommand(line.trimEnd()))
}

describe('annotations of GitHub', () => {
  test('are on the line of the condition, or else of the test, with paths from the checkout root', () => {
    expect(commands(runOfCases([outcomes.failed]))).toEqual([
      {
        name: 'error',
        properties: {
          file: 'cluster/specs/network/a.spec.yaml',
          line: '8',
          col: '7',
          title: 'S > is near › w1',
        },
        message: 'rtt.avg: 51ms is not < 10ms\n  cause: Wi-Fi',
      },
      {
        name: 'error',
        properties: {
          file: 'cluster/specs/network/a.spec.yaml',
          line: '4',
          title: 'S > is near › w1',
        },
        message: 'rtt.max: no data: nothing was measured',
      },
    ])
  })

  test('outside the checkout keep the path unchanged', () => {
    const [first] = commands(runOfCases([outcomes.failed]), { root: '/a', workspace: '/b' })
    expect(first?.properties.file).toBe('specs/network/a.spec.yaml')
  })

  test('are errors for failed cases, warnings for undecided ones, and absent for the rest', () => {
    const reported = commands(everyOutcome).map(({ name, properties }) => [name, properties.title])
    expect(reported).toEqual([
      ['error', 'Error: clustergate'],
      ['error', 'S > is near › w1'],
      ['error', 'S > is near › w1'],
      ['error', 'S > can be pinged › w1'],
      ['error', 'S > is steady › w1'],
      ['warning', 'S > three beat one'],
      ['warning', 'S > sometimes › w1'],
      ['error', 'S > never › w1'],
      ['error', 'T > adds up'],
      ['error', 'GateClosed: specs/perf/c.spec.yaml'],
    ])
  })

  test('are escaped so that no text ends or forges a command', () => {
    const text = 'a%0Ab, c: d\n::error file=x::y\r\n'
    const [line = ''] = [
      ...githubChunks(
        runOfCases([
          testCase({ name: text, status: 'failed', errors: [{ name: 'Error', message: text }] }),
        ]),
        folders,
      ),
    ]
    expect(line.trimEnd()).not.toMatch(/[\r\n]/)
    const { properties, message } = readCommand(line.trimEnd())
    expect(properties.title).toBe('a%0Ab, c: d ::error file=x::y ')
    expect(message).toBe('a%0Ab, c: d\n::error file=x::y\n')
  })

  test('of thousands of failures are as many as GitHub may show, and report how many are left', () => {
    const reported = commands(wholeRun(largeRun(2_000)))
    expect(reported.filter(({ name }) => name === 'error')).toHaveLength(50)
    expect(reported.filter(({ name }) => name === 'warning')).toHaveLength(50)
    expect(reported.at(-1)?.message).toMatch(/^and \d+ more (errors|warnings): /)
  })
})
