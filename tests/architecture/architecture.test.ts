import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { execa } from 'execa'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { allowedImports } from './rooms.ts'

const root = join(import.meta.dirname, '../..')

interface Import {
  readonly from: string
  readonly to: string
}

function sourceFiles(): string[] {
  return ['lib', 'reporters'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(root, folder, name)),
  )
}

/** The folder under `lib/`, or `reporters`; the public entry points in `lib/` itself are not a room. */
function roomOf(file: string): string | undefined {
  const [top, room, ...rest] = relative(root, file).split(sep)
  if (top === 'reporters') return 'reporters'
  return rest.length > 0 ? room : undefined
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}

function importsOf(file: string): Import[] {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => ({ from: file, to: join(dirname(file), fileName) }))
}

function violations(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to }) => {
    const room = roomOf(from)
    const target = roomOf(to)
    if (room === undefined || target === undefined || room === target) return []
    if (allowedImports[room]?.includes(target)) return []
    return [`${relative(root, from)} imports ${relative(root, to)}: ${room} may not know ${target}`]
  })
}

describe('the rooms', () => {
  test('import in the allowed directions only', () => {
    const imports = sourceFiles().flatMap(importsOf)
    expect(imports.length).toBeGreaterThan(100)
    expect(violations(imports)).toEqual([])
  })

  test('have no import cycles, including type-only ones, and scripts/structure.mjs reports none', async () => {
    const { stdout } = await execa('node', ['scripts/structure.mjs', '--json'], { cwd: root })
    const [structure] = JSON.parse(stdout)
    expect(structure).toMatchObject({ against: [], circles: [] })
    const allowed = { 'lib/checks': 'a file a check' }
    const large = structure.largest.filter(([, size]: [string, number]) => size > 21)
    expect(large.map(([folder]: [string, number]) => folder)).toEqual(Object.keys(allowed))
  })

  test('an import against the arrows is reported', () => {
    const from = join(root, 'lib/units/quantity.ts')
    const to = join(root, 'lib/checks/registry.ts')
    expect(violations([{ from, to }])).toHaveLength(1)
  })

  test('every room is in the table', () => {
    const rooms = new Set(sourceFiles().flatMap((file) => roomOf(file) ?? []))
    expect([...rooms].filter((room) => !(room in allowedImports))).toEqual([])
  })

  test.each([
    ['checks', 'check-kinds.ts', 'lib/checks/registry.ts'],
    ['servers', 'server-types.ts', 'lib/servers/servers.ts'],
  ])('only the registry knows the list of all %s', (_what, list, registry) => {
    const knowing = sourceFiles()
      .flatMap(importsOf)
      .filter(({ to }) => to.endsWith(list))
      .map(({ from }) => relative(root, from))
    expect(knowing).toEqual([registry])
  })

  test('the simulator imports nothing about servers, because it is the independent witness', () => {
    const known = sourceFiles()
      .filter((file) => roomOf(file) === 'simulator')
      .flatMap(importsOf)
      .flatMap(({ to }) => roomOf(to) ?? [])
    expect([...new Set(known)].toSorted()).toEqual(['cluster', 'simulator', 'stats'])
  })

  test('a wait for a signal or a time is implemented in one place, because garbage collection may drop others', () => {
    const pattern = /\bAbortSignal\s*\.\s*(?:any|timeout)\b|\btimeout\b[^\n]*=\s*AbortSignal\b/
    expect('const deadline = AbortSignal.timeout(5)').toMatch(pattern)
    const owners = sourceFiles()
      .filter((file) => pattern.test(withoutComments(readFileSync(file, 'utf8'))))
      .map((file) => relative(root, file))
    expect(owners).toEqual([])
  })

  test('no file is too long to be read in one sitting', () => {
    const long = sourceFiles()
      .filter((file) => roomOf(file) !== 'generated')
      .map((file) => ({
        file: relative(root, file),
        lines: readFileSync(file, 'utf8').split('\n').length,
      }))
      .filter(({ lines }) => lines > 300)
    expect(long).toEqual([])
  })

  test('no file name is a catch-all such as utils', () => {
    const drawers = sourceFiles().filter((file) =>
      /\/(?:utils?|helpers?|common|misc|types|constants)\.ts$/.test(file),
    )
    expect(drawers).toEqual([])
  })
})
