import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { missingFiles, schemaMistakes } from '../../scripts/generate/missing-parts.mjs'
import { root } from './pages.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-parts-'))
  for (const path of [
    'schemas',
    'lib/checks',
    'lib/servers',
    'docs/checks',
    'docs/reporters',
    'reporters',
  ])
    cpSync(join(root, path), join(folder, path), { recursive: true })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

test('`npm run generate` finds all parts of the checks, servers and reporters of this repository', () => {
  expect([...schemaMistakes(root), ...missingFiles(root)]).toEqual([])
})

test('`npm run generate` names each missing part of a new check, server and reporter', () => {
  write('schemas/checks/two_words.schema.json', '{ "title": "other" }')
  write('lib/servers/toy.ts', 'export const server = {}\n')
  write('reporters/csv.ts', '')
  const cluster = readFileSync(join(folder, 'schemas/cluster.schema.json'), 'utf8')
  write(
    'schemas/cluster.schema.json',
    cluster.replace('"lm_studio", "ollama"', '"lm_studio", "next_server", "ollama"'),
  )
  expect([...schemaMistakes(folder), ...missingFiles(folder)]).toEqual([
    'schemas/checks/two_words.schema.json: `title` must be two_words',
    'schemas/checks/two_words.schema.json: `x-scope` must be worker or cluster',
    'schemas/checks/two_words.schema.json: `x-measures` must say in a few words what the check measures',
    'lib/checks/two-words.ts is missing: it exports `check`',
    'docs/checks/two_words.md is missing: the page of the check',
    'lib/servers/next-server.ts is missing: it exports `server`',
    'schemas/cluster.schema.json: add toy to the `type`s of a worker',
    'docs/reporters/csv.md is missing: the page of the reporter',
  ])
})
