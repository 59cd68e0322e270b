import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { strategies, strategyNames } from '../../../lib/balancer/strategies/registry.ts'
import { codesInTables, readPage, root } from '../../docs/pages.ts'

const folder = join(import.meta.dirname, '../../../lib/balancer/strategies')

test('each strategy is a file with its name in the cluster file', () => {
  const files = readdirSync(folder)
  const wanted = strategyNames.map((name) => `${name.replaceAll('_', '-')}.ts`)
  expect(wanted.filter((file) => !files.includes(file))).toEqual([])
})

test('strategy names are those of the table, the default first', () => {
  expect(strategyNames).toEqual(Object.keys(strategies))
  expect(strategyNames[0]).toBe('hybrid')
})

test('the strategies page lists each strategy, and no other', () => {
  const listed = new Set(codesInTables(readPage('docs/strategies.md')))
  expect([...listed].toSorted()).toEqual(strategyNames.toSorted())
})

test('a cluster file accepts each strategy, and no other', () => {
  const schema = JSON.parse(readFileSync(join(root, 'schemas/cluster.schema.json'), 'utf8'))
  const { strategy } = schema.properties.balancer.properties
  expect(strategy.enum.toSorted()).toEqual(strategyNames.toSorted())
})
