import { describe, expect, test } from 'vitest'
import { matchers } from '../../lib/matchers/matchers.ts'
import { stages } from '../../lib/spec/spec.ts'
import { clusterHandle } from '../../lib/vitest/cluster-handle.ts'
import { exampleCluster } from './examples.ts'
import { codesInTables, readPage } from './pages.ts'

/** The first column of the tables under a heading. */
function namesUnder(path: string, heading: string): string[] {
  const sections = readPage(path).text.split(/^(?=#+ )/m)
  const text = sections.find((section) => section.startsWith(`${heading}\n`)) ?? ''
  return codesInTables({ path, text })
}

describe('tables that are written by hand', () => {
  test('list all matchers', () => {
    const names = namesUnder('docs/matchers.md', '# Matchers').map((call) => call.split('(')[0])
    expect(names.toSorted()).toEqual(Object.keys(matchers).toSorted())
  })

  test('list all options of the plugin', () => {
    const { text } = readPage('lib/vitest/plugin-api.ts')
    const options = /interface ClustergateOptions \{.*?\n\}/s.exec(text)?.[0] ?? ''
    const names = [...options.matchAll(/readonly (\w+)\?:/g)].map(([, name]) => name)
    expect(names).not.toHaveLength(0)
    expect(namesUnder('docs/vitest.md', '## Options')).toEqual(names)
  })

  test('list all stages', () => {
    expect(namesUnder('docs/vitest.md', '## Stages and the gate')).toEqual(stages)
  })
})

test('the Vitest page lists the methods of handles', () => {
  const { signal } = new AbortController()
  const test = { signal, timeoutMs: 60_000, name: 'a', file: '/a.spec.ts' }
  const cluster = clusterHandle(exampleCluster(), test)
  const { text } = readPage('docs/vitest.md')
  const rows = { worker: cluster.workers[0] ?? {}, cluster }
  for (const [who, handle] of Object.entries(rows)) {
    const row = new RegExp(`^\\| (?:a|the) ${who} \\| (.*) \\|$`, 'm').exec(text)?.[1] ?? ''
    const methods = [...row.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    expect(methods.length).toBeGreaterThan(5)
    expect(methods.filter((name) => !(name in handle))).toEqual([])
  }
})
