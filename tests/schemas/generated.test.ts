import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkDefaults } from '../../lib/generated/check-defaults.ts'
import { schemas } from '../../lib/generated/schemas.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

function generate(folder: string, ...args: string[]) {
  return execa('node', ['scripts/generate.mjs', ...args], { cwd: folder, reject: false })
}

test('generated files are up to date: `npm run generate` would change none', async () => {
  const { exitCode, stderr } = await generate(root, '--check')
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

test('the generated constants equal the schemas beside them', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(root, 'schemas', path), 'utf8'))
  expect(schemas.spec).toEqual(read('spec.schema.json'))
  expect(schemas.cluster).toEqual(read('cluster.schema.json'))
  const telemetry = read('telemetry.schema.json').$defs.metrics
  const { options, vantages } = read('agents.schema.json').$defs
  for (const [kind, schema] of Object.entries(schemas.checks)) {
    const {
      'x-telemetry': isObserved,
      'x-agents': isShared,
      'x-vantages': isProbe,
      ...own
    } = read(`checks/${kind}.schema.json`)
    for (const members of isObserved ? ['properties', 'patternProperties'] : []) {
      own.$defs.metrics[members] = { ...own.$defs.metrics[members], ...telemetry[members] }
    }
    if (isShared) own.properties = { ...own.properties, ...options.properties }
    if (isProbe) {
      own['x-labels'] = { agent: 'text' }
      own.properties = { ...own.properties, ...vantages.properties }
    }
    expect(schema).toEqual(own)
  }
})

test('the generated defaults are those of the schemas', () => {
  expect(checkDefaults.ping).toEqual({
    count: 10,
    interval: '200ms',
    timeout: '2s',
    size: 56,
    method: 'auto',
  })
  expect(Object.keys(checkDefaults)).toEqual(Object.keys(schemas.checks))
})

describe('in a copy of the sources', () => {
  let copy: string

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'clustergate-generate-'))
    for (const folder of ['schemas', 'scripts', 'lib/generated']) {
      cpSync(join(root, folder), join(copy, folder), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  })

  afterAll(() => {
    rmSync(copy, { recursive: true, force: true })
  })

  test('a changed schema makes exactly its files stale, and generating updates them', async () => {
    const path = join(copy, 'schemas/checks/tcp.schema.json')
    const schema = JSON.parse(readFileSync(path, 'utf8'))
    schema.properties.count.default = 3
    writeFileSync(path, JSON.stringify(schema))

    const stale = await generate(copy, '--check')
    expect(stale.exitCode).toBe(1)
    expect(stale.stderr.split('\n')).toEqual([
      'stale: schemas/spec.schema.json',
      'stale: lib/generated/schemas.ts',
      'stale: lib/generated/check-defaults.ts',
      'the schemas have changed since: run `npm run generate`',
    ])
    expect((await generate(copy)).exitCode).toBe(0)
    expect((await generate(copy, '--check')).exitCode).toBe(0)
  })

  test('a new kind of check is one schema, from which everything else is generated', async () => {
    const path = join(copy, 'schemas/checks/echo_twice.schema.json')
    const schema = {
      title: 'echo_twice',
      description: 'Says it twice.',
      'x-scope': 'worker',
      'x-measures': 'what comes back',
      type: 'object',
      properties: { text: { description: 'What to say.', type: 'string' } },
      required: ['text'],
      additionalProperties: false,
      $defs: {
        metrics: {
          type: 'object',
          properties: { echo: { description: 'What came back.', 'x-dimension': 'text' } },
          patternProperties: { '^part\\..+': { description: 'A part.', 'x-dimension': 'text' } },
          additionalProperties: false,
        },
      },
    }
    writeFileSync(path, JSON.stringify(schema))
    expect((await generate(copy)).exitCode).toBe(0)

    const generated = (file: string) => readFileSync(join(copy, 'lib/generated', file), 'utf8')
    expect(generated('check-kinds.ts')).toContain(
      "load: async () => (await import('../checks/echo-twice.ts')).check",
    )
    expect(generated('checks/echo_twice.ts')).toContain('export interface EchoTwiceOptions {')
    expect(generated('checks/echo_twice.ts')).toMatch(/\| 'echo'\s+\| `part\.\$\{string\}`/)
    expect(generated('spec.ts')).toContain(
      "echo_twice?: Partial<EchoTwiceOptions> & Pick<EchoTwiceOptions, 'text'>",
    )

    rmSync(path)
    const orphaned = await generate(copy, '--check')
    expect(orphaned.exitCode).toBe(1)
    expect(orphaned.stderr).toContain('stale: lib/generated/checks/echo_twice.ts')
    await generate(copy)
    expect((await generate(copy, '--check')).exitCode).toBe(0)
  })

  describe('labels in the schema of a check', () => {
    const path = () => join(copy, 'schemas/checks/tcp.schema.json')
    let original: string
    beforeAll(() => {
      original = readFileSync(path(), 'utf8')
    })
    afterAll(() => writeFileSync(path(), original))

    function withLabels(labels: Readonly<Record<string, string>>) {
      writeFileSync(path(), JSON.stringify({ ...JSON.parse(original), 'x-labels': labels }))
      return generate(copy)
    }

    test('let its expectations name a level, and nothing else', async () => {
      const labels = { size: 'integer', load: 'percentage', model: 'text' }
      expect((await withLabels(labels)).exitCode).toBe(0)
      const { $defs } = JSON.parse(readFileSync(join(copy, 'schemas/spec.schema.json'), 'utf8'))
      const { at, ...metrics } = $defs['tcp.metrics'].properties
      expect(Object.keys(metrics)).toEqual(Object.keys(schemas.checks.tcp.$defs.metrics.properties))
      expect(at).toMatchObject({ type: 'object', minProperties: 1, additionalProperties: false })
      expect(at.properties).toMatchObject({
        size: { type: 'integer' },
        load: { type: 'string', examples: ['90%'] },
        model: { type: 'string' },
      })
      expect($defs['dns.metrics'].properties).not.toHaveProperty('at')
      const types = readFileSync(join(copy, 'lib/generated/checks.ts'), 'utf8')
      expect(types).toContain(
        '  tcp: { size: number; load: `${number}%`; model: string; agent: string }',
      )
    })

    test('have a known type', async () => {
      const { exitCode, stderr } = await withLabels({ size: 'integre' })
      expect(exitCode).toBe(1)
      expect(stderr).toContain(
        'the label size of tcp is of the type integre; there are integer, percentage, text',
      )
    })
  })

  test('a schema with another name than its kind is refused', async () => {
    const path = join(copy, 'schemas/checks/pong.schema.json')
    cpSync(join(copy, 'schemas/checks/ping.schema.json'), path)
    const { exitCode, stderr } = await generate(copy, '--check')
    rmSync(path)
    expect(exitCode).toBe(1)
    expect(stderr).toContain('schemas/checks/pong.schema.json: `title` must be pong')
  })
})
