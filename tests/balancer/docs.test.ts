import { describe, expect, test } from 'vitest'
import { BalancerError, type BalancerErrorCode } from '../../lib/balancer/errors.ts'
import { Ledger } from '../../lib/balancer/metrics/ledger.ts'
import { outcomes } from '../../lib/balancer/request/outcome.ts'
import { codesInTables, readPage } from '../docs/pages.ts'

const page = readPage('docs/balancer.md').text

/** The first column of the table after a text. */
function tableBehind(words: string): string[] {
  const [, rest = ''] = page.split(words)
  const [table = ''] = /\|.*?\n\n/s.exec(`${rest}\n\n`) ?? []
  return codesInTables({ path: 'docs/balancer.md', text: table })
}

/** The words of a union in a source file. */
function wordsOf(path: string, union: RegExp): string[] {
  const [text = ''] = union.exec(readPage(path).text) ?? []
  return [...text.matchAll(/'(\w+)'/g)].map(([, word = '']) => word)
}

describe('docs/balancer.md', () => {
  test('lists the outcomes', () => {
    expect(tableBehind('Outcomes of a request:\n')).toEqual(outcomes)
  })

  test('lists the results of attempts', () => {
    const results = Object.keys(new Ledger().of('w1').results)
    expect(tableBehind('Results of an attempt on a worker:\n')).toEqual(results)
  })

  test('lists the states of a worker', () => {
    const states = wordsOf('lib/balancer/worker/worker-health.ts', /type HealthState =.*?\n\n/s)
    expect(states).toHaveLength(8)
    expect(tableBehind('## Health\n').toSorted()).toEqual(states.toSorted())
  })

  test('lists the events', () => {
    const [union = ''] =
      /type BalancerEvent =.*?\n\)/s.exec(readPage('lib/balancer/events.ts').text) ?? []
    const types = [...union.matchAll(/type: ([^}\n]+?)(?:;| \}|\n)/g)].flatMap(([, words = '']) =>
      [...words.matchAll(/'(\w+)'/g)].map(([, word = '']) => word),
    )
    expect(types.length).toBeGreaterThan(15)
    expect(tableBehind('## Events\n').toSorted()).toEqual(types.toSorted())
  })
})

describe('docs/errors.md', () => {
  test('lists the status of each error of the balancer', () => {
    const rows = [...readPage('docs/errors.md').text.matchAll(/^\| `(BALANCER_\w+)` \| (\d+) \|/gm)]
    const statuses = Object.fromEntries(rows.map(([, code = '', status]) => [code, Number(status)]))
    const codes = wordsOf('lib/balancer/errors.ts', /type BalancerErrorCode =.*?\n\n/s)
    expect(codes).toHaveLength(9)
    for (const code of codes as BalancerErrorCode[]) {
      expect([code, statuses[code]]).toEqual([code, new BalancerError(code, '').statusCode])
    }
  })
})
