// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how variables look in users' files
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interpolate } from '../../lib/source/interpolate.ts'

const env = {
  CLUSTERGATE_ENV: '*',
  HOST: 'mac',
  EMPTY: '',
  PORT: '1234',
  NESTED: '${HOST}',
  ON: 'true',
  DIGITS: '0042',
}

describe('a text with variables', () => {
  test.each([
    ['plain $ and $HOST and {x}', 'plain $ and $HOST and {x}'],
    ['http://${HOST}:${PORT}/', 'http://mac:1234/'],
    ['${HOST:-other}', 'mac'],
    ['${NONE:-other}', 'other'],
    ['${EMPTY:-other}', 'other'],
    ['${EMPTY}', ''],
    ['${NONE:-}', ''],
    ['${NONE:-a:-b $x {y}', 'a:-b $x {y'],
    ['$${HOST}', '${HOST}'],
    ['$$${HOST}', '$${HOST}'],
    ['$${', '${'],
    ['${HOST}$${HOST}${HOST}', 'mac${HOST}mac'],
    ['${NESTED}', '${HOST}'],
    ['', ''],
  ])('%s becomes %s', (text, value) => {
    expect(interpolate(text, env)).toEqual({ ok: true, value })
  })

  test('unset variables are all named, once, at the first', () => {
    expect(interpolate('a ${ONE} ${TWO} ${ONE}', env)).toEqual({
      ok: false,
      reason: 'missing',
      missing: ['ONE', 'TWO'],
      offset: 2,
      message: 'the environment variables `ONE`, `TWO` are not set and have no defaults',
    })
  })

  test.each(['constructor', '__proto__', 'toString'])('%s is not set', (name) => {
    expect(interpolate(`\${${name}}`, env)).toMatchObject({ reason: 'missing', missing: [name] })
  })

  test.each([
    ['a ${HOST', 2],
    ['${}', 0],
    ['${ HOST }', 0],
    ['x${1A}', 1],
    ['${A-b}', 0],
    ['${A:?b}', 0],
    ['${HOST} ${A:-${HOST}}', 8],
    ['${', 0],
  ])('%s is malformed', (text, offset) => {
    const result = interpolate(text, env)
    expect(result).toMatchObject({ ok: false, reason: 'malformed', offset })
  })

  test('a malformed variable does not show what it holds', () => {
    expect(JSON.stringify(interpolate('${KEY-hunter2}', env))).not.toContain('hunter2')
  })

  test('text without variables is unchanged, and an escaped text is restored', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('$', '{', '}', ':', '-', 'A', ' ') }),
        (text) => {
          // A `$` right before `${` would take part in the escape.
          fc.pre(!text.includes('$${') && !text.includes('$$'))
          expect(
            interpolate(
              text.replaceAll('${', () => '$${'),
              {},
            ),
          ).toEqual({ ok: true, value: text })
        },
      ),
    )
  })

  test('the value of a variable is inserted unchanged', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        expect(interpolate('<${CLUSTERGATE_X}>', { CLUSTERGATE_X: value })).toEqual({
          ok: true,
          value: `<${value}>`,
        })
      }),
    )
  })
})

describe('variables that files may read', () => {
  test.each([
    ['CLUSTERGATE_PORT', ''],
    ['OPENAI_API_KEY', ''],
    ['API_KEY', ''],
    ['GPU_BOX_KEY', ''],
    ['HF_API_TOKEN', ''],
    ['HOST', 'PORT, HOST'],
    ['LAB_HOST', 'LAB_*'],
  ])('include %s, with CLUSTERGATE_ENV=%s', (name, permitted) => {
    const result = interpolate(`\${${name}}`, { [name]: 'v', CLUSTERGATE_ENV: permitted })
    expect(result).toEqual({ ok: true, value: 'v' })
  })

  test.each([
    ['AWS_SECRET_ACCESS_KEY', ''],
    ['SSH_PRIVATE_KEY', ''],
    ['CLUSTERGATE_AGENT_KEY', ''],
    ['GITHUB_TOKEN', ''],
    ['DATABASE_URL', ''],
    ['HOST', ''],
    ['HOSTS', 'HOST'],
    ['MY_LAB_HOST', 'LAB_*'],
    ['HOST', '.*OST'],
  ])('exclude %s, with CLUSTERGATE_ENV=%s, and the value is not shown', (name, permitted) => {
    const env = { [name]: 'hunter2', CLUSTERGATE_ENV: permitted }
    for (const text of [`a \${${name}}`, `a \${${name}:-default}`]) {
      const result = interpolate(text, env)
      expect(result).toMatchObject({ ok: false, reason: 'withheld', offset: 2 })
      expect(JSON.stringify(result)).toContain(`CLUSTERGATE_ENV=${name}`)
      expect(JSON.stringify(result)).not.toContain('hunter2')
    }
  })

  test.each([
    ['DATABASE_URL', /: permit it by .*, or name it `CLUSTERGATE_\.\.\.`$/],
    ['CLUSTERGATE_SECRET', /secret other than an API key: permit it by .* option `env`$/],
    ['AWS_SECRET_ACCESS_KEY', /secret other than an API key: permit it by .* option `env`$/],
    ['CLUSTERGATE_AGENT_KEY', /, which signs the plans of agents: use another variable/],
  ])('that are refused have a hint that fits: %s', (name, hint) => {
    const result = interpolate(`\${${name}}`, { [name]: 'v' })
    expect(result).toMatchObject({ message: expect.stringMatching(hint) })
  })

  test('have their default if they are not set', () => {
    expect(interpolate('${HOST:-mac}', {})).toEqual({ ok: true, value: 'mac' })
  })
})
