import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Page, proseOf, readPage, readPages, root } from './pages.ts'

const pages = readPages()

/** Links to missing files and headings. */
function brokenLinks(page: Page): string[] {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return links.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target))
}

function leadsSomewhere(page: Page, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  if (path === '') return anchorsOf(page).includes(anchor ?? '')
  const file = join(dirname(page.path), path)
  if (!existsSync(join(root, file))) return false
  const line = file.endsWith('.md') ? undefined : /^L(\d+)$/.exec(anchor ?? '')?.[1]
  if (line !== undefined) return Number(line) <= readPage(file).text.split('\n').length
  return anchor === undefined || anchorsOf(readPage(file)).includes(anchor)
}

/** Anchors as GitHub makes them of headings; and explicit ones. */
function anchorsOf({ text }: Page): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '')
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return [...headings, ...[...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]
}

describe('links in the documentation', () => {
  test.each(pages.map((page) => [page.path, page]))('of %s have targets', (_path, page) => {
    expect(brokenLinks(page)).toEqual([])
  })

  test('are reported if a file or heading is missing', () => {
    const text = '[a](docs/none.md) [b](README.md#none) [c](#here) [d](LICENSE)\n\n## Here\n'
    expect(brokenLinks({ path: 'page.md', text })).toEqual(['docs/none.md', 'README.md#none'])
  })

  test('reach every page from the README', () => {
    const reached = new Set(['README.md'])
    for (const path of reached) {
      for (const [, target = ''] of proseOf(readPage(path)).matchAll(/\]\(([^)#\s]+\.md)/g)) {
        const file = relative(root, join(root, dirname(path), target))
        if (existsSync(join(root, file)) && statSync(join(root, file)).isFile()) reached.add(file)
      }
    }
    expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([])
  })
})
