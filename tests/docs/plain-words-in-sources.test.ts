import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { filesOf } from './files-of.ts'
import { dataFiles, findOddWords, type HumanText } from './odd-english.ts'
import { root } from './pages.ts'

const sources = ['lib', 'reporters', 'scripts', 'bench', 'tests']
  .flatMap((folder) => filesOf(folder, /\.(?:ts|mjs)$/))
  .filter((file) => !file.startsWith('lib/generated/') && !dataFiles.has(file))

interface Words {
  readonly comments: HumanText[]
  readonly titles: HumanText[]
}

/** The comments of a source, and the titles of its tests; code within them is left out. */
function wordsOf(file: string, text: string): Words {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const words: Words = { comments: [], titles: [] }
  const add = (list: HumanText[], start: number, found: string): void => {
    const line = source.getLineAndCharacterOfPosition(start).line + 1
    list.push({ file, line, text: withoutCode(found) })
  }
  const seen = new Set<number>()
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of commentsBefore(text, node)) {
      if (!seen.has(pos)) add(words.comments, pos, text.slice(pos, end))
      seen.add(pos)
    }
    const title = titleOf(node)
    if (title) add(words.titles, title.getStart(source), title.getText(source))
    node.getChildren(source).forEach(visit)
  }
  visit(source)
  return words
}

function commentsBefore(text: string, node: ts.Node): readonly ts.CommentRange[] {
  if (ts.isTemplateMiddleOrTemplateTail(node)) return []
  const start = node.getFullStart()
  return [
    ...(ts.getLeadingCommentRanges(text, start) ?? []),
    ...(ts.getTrailingCommentRanges(text, start) ?? []),
  ]
}

/** The title of `describe`, `test` and what extends them, such as `test.each(...)` and `testWith`. */
function titleOf(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length < 2) return undefined
  if (!/^(?:describe|test|it)(?:With)?$/.test(nameOf(node.expression))) return undefined
  return node.arguments.find(
    (each) => ts.isStringLiteralLike(each) || ts.isTemplateExpression(each),
  )
}

function nameOf(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) {
    return nameOf(callee.expression)
  }
  return ''
}

/** Without fenced blocks, code spans, examples of documentation and names of parameters. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '')
    .replaceAll(/@example[\s\S]*?(?=\n\s*\* @|\*\/|$)/g, '')
    .replaceAll(/@param \w+/g, '')
}

/** Most files have no odd word at all, and need no parsing. */
const inSources = sources.flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8')
  return findOddWords([{ file, line: 1, text }]).length === 0 ? [] : [wordsOf(file, text)]
})

describe('plain English in the sources', () => {
  test('comments have none of the odd words of the glossary', () => {
    expect(sources.length).toBeGreaterThan(1_400)
    expect(findOddWords(inSources.flatMap(({ comments }) => comments))).toEqual([])
  })

  test('test titles have none of the odd words of the glossary', () => {
    expect(inSources.length).toBeGreaterThan(0)
    expect(findOddWords(inSources.flatMap(({ titles }) => titles))).toEqual([])
  })

  test('an odd word in a comment or a title is found, one in code is not', () => {
    const text = [
      '/** Nothing stands here, and `told` is code. */',
      "test.each([1])('is told %i', () => {})",
      "testWith([], 'answers', () => {}) // for ever",
      "const told = 'stands'",
    ].join('\n')
    const { comments, titles } = wordsOf('a.ts', text)
    expect(findOddWords([...comments, ...titles])).toEqual([
      'a.ts:1: "stands": write is, established, idle',
      'a.ts:3: "for ever": write forever',
      'a.ts:2: "told": write reports, shows, distinguishes',
      'a.ts:3: "answers": write response, responds, returns, serves',
    ])
  })
})
