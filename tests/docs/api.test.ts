import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { readPage, root } from './pages.ts'

/** The public entry points, from `exports` of the package; each reporter is a page of its own. */
function facePages(): string[] {
  const { exports } = JSON.parse(readPage('package.json').text) as {
    exports: Record<string, { types?: string } | string>
  }
  return Object.keys(exports)
    .filter((face) => typeof exports[face] === 'object' && !face.startsWith('./reporters/'))
    .map((face) => (face === '.' ? 'clustergate' : face.slice(2)))
}

/** Headings of a part of a page (`Classes`, `Functions`, `Variables`) with their texts. */
function sectionsOf(page: string, part: string): [string, string][] {
  const { text } = readPage(`docs/api/${page}.md`)
  const found = text.split(/^(?=## )/m).find((each) => each.startsWith(`## ${part}\n`)) ?? ''
  const sections = found.split(/^(?=### )/m).slice(1)
  return sections.map((each) => [each.split('\n', 1)[0]!.replace('### ', ''), each])
}

describe('the API reference', () => {
  test('is up to date with the types, documents every exported name, and exports every referenced type', async () => {
    const script = join(root, 'scripts/api.mjs')
    const run = await execa(process.execPath, [script, '--check'], { reject: false })
    expect(run.stderr).toBe('')
    expect(run.exitCode).toBe(0)
  }, 120_000)

  test('has a page for each public entry point', () => {
    const listed = [...readPage('docs/api/README.md').text.matchAll(/\((\w+)\.md\)/g)]
    expect(listed.map(([, page]) => page).toSorted()).toEqual(facePages().toSorted())
  })

  test.each(facePages())('of %s shows each class, function and value with an example', (page) => {
    const sections = ['Classes', 'Functions', 'Variables'].flatMap((part) => sectionsOf(page, part))
    const without = sections.filter(([, text]) => !/^#+ Examples?$/m.test(text))
    expect(sections.length).toBeGreaterThan(0)
    expect(without.map(([name]) => name)).toEqual([])
  })
})
