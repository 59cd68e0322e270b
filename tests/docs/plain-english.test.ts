import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { filesOf } from './files-of.ts'
import { dataFiles, findOddWords, type HumanText } from './odd-english.ts'
import { readPages, root } from './pages.ts'

const sources = ['lib', 'reporters', 'scripts']
  .flatMap((folder) => filesOf(folder, /\.(?:ts|mjs)$/))
  .filter((file) => !file.startsWith('lib/generated/') && !dataFiles.has(file))

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** String literals and templates of more than one word, without the inserted values. */
function sentencesOf(file: string): HumanText[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true)
  const texts: HumanText[] = []
  const add = (node: ts.Node, text: string): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    if (/\s/.test(text.trim())) texts.push({ file, line, text })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) add(node, node.text)
    if (ts.isTemplateExpression(node)) {
      add(
        node,
        [node.head, ...node.templateSpans.map(({ literal }) => literal)]
          .map(({ text }) => text)
          .join('…'),
      )
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return texts
}

/** The lines of a page without fenced blocks and code. */
function proseOf({ path, text }: { path: string; text: string }): HumanText[] {
  const blank = (block: string): string => block.replaceAll(/[^\n]/g, '')
  const prose = text
    .replaceAll(/^```.*?^```$/gms, blank)
    .replaceAll(/`[^`\n]+`/g, '')
    .replaceAll(/<a id="[^"]*">|\]\([^)\n]*\)/g, '')
  return prose.split('\n').map((line, index) => ({ file: path, line: index + 1, text: line }))
}

/** The descriptions of a schema, without code. */
function descriptionsOf(file: string): HumanText[] {
  return read(file)
    .split('\n')
    .map((line, index) => ({
      file,
      line: index + 1,
      text: /"description": (".*")/.exec(line)?.[1] ?? '',
    }))
    .map((each) => ({ ...each, text: each.text.replaceAll(/`[^`]+`/g, '') }))
}

describe('plain English', () => {
  test('messages and help have none of the odd words of the glossary', () => {
    expect(findOddWords(sources.flatMap(sentencesOf))).toEqual([])
  })

  test('schema descriptions have none of the odd words of the glossary', () => {
    expect(findOddWords(filesOf('schemas', /\.json$/).flatMap(descriptionsOf))).toEqual([])
  })

  test('documentation pages have none of the odd words of the glossary', () => {
    const pages = readPages().filter(({ path }) => !/^docs\/(?:api\/|slos\.md)/.test(path))
    expect(findOddWords(pages.flatMap(proseOf))).toEqual([])
  })

  test('templates and examples have none of the odd words of the glossary', () => {
    const files = ['templates', 'examples'].flatMap((folder) => filesOf(folder, /\w$/))
    expect(files.length).toBeGreaterThan(20)
    const texts = files.flatMap((path) => proseOf({ path, text: read(path) }))
    expect(findOddWords(texts)).toEqual([])
  })

  test('an odd word is reported with its place and what to write instead', () => {
    const text = 'nothing stands here'
    expect(findOddWords([{ file: 'a.ts', line: 3, text }])).toEqual([
      'a.ts:3: "stands": write is, established, idle',
    ])
  })
})
