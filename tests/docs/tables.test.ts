import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { checkKinds } from '../../lib/checks/registry.ts'
import { withFreshTables } from '../../scripts/generate/doc-tables.ts'
import { readPage, root } from './pages.ts'

describe('tables in the documentation', () => {
  test('and the list of report formats are up to date with `npm run generate`', async () => {
    const args = ['scripts/generate-from-code.mjs', '--check']
    const { stderr, exitCode } = await execa('node', args, { cwd: root, reject: false })
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
  })

  test('are reported if they are stale', () => {
    const marker = '<!-- table: schemas/checks/tcp.schema.json#/properties -->'
    const page = `${marker}\n\n| Key | Default |\n| --- | --- |\n| \`count\` | 7 |\n\nmore\n`
    const fresh = withFreshTables(page)
    expect(fresh).toContain('| `count` | How many connections to make')
    expect(fresh).not.toContain('| 7 |')
    expect(fresh).toMatch(/\|\n\nmore\n$/)
  })
})

describe('each check', () => {
  for (const kind of checkKinds()) {
    test(`${kind} has a page with its options, metrics, failures and examples`, () => {
      expect(existsSync(join(root, `docs/checks/${kind}.md`))).toBe(true)
      const { text } = readPage(`docs/checks/${kind}.md`)
      const schema = `schemas/checks/${kind}.schema.json`
      expect(text).toContain(`# \`${kind}\``)
      expect(text).toContain(`<!-- table: ${schema}#/properties -->`)
      expect(text).toContain(`<!-- table: ${schema}#/$defs/metrics -->`)
      expect(text).toContain(`(../../lib/checks/${kind.replaceAll('_', '-')}.ts)`)
      expect(text).toContain('## When it fails')
      expect(text).toMatch(/^```yaml\n(?:#[^\n]*\n)*suite: /m)
      expect(text).toMatch(/^```ts\nimport .*suite/m)
    })
  }
})
