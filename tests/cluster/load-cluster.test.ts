// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of cluster files look like this

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadCluster, parseCluster } from '../../lib/cluster/load-cluster.ts'
import { readBalancer } from '../../lib/cluster/read/read-balancer.ts'
import { redisUrl } from '../../lib/cluster/read/read-distribution.ts'
import { collectSecrets } from '../../lib/cluster/secret.ts'
import { readServe } from '../../lib/cluster/serve-settings.ts'
import { parseSource } from '../../lib/source/document.ts'
import { UserError } from '../../lib/source/user-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'clustergate-cluster-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function clusterOf(text: string, env: Record<string, string> = {}, file = '/project/lab.yaml') {
  return parseCluster(parseSource(text, file), { CLUSTERGATE_ENV: '*', ...env })
}

function errorOf(text: string, env: Record<string, string> = {}, file?: string): UserError {
  try {
    clusterOf(text, env, file)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('the cluster was accepted')
}

/** `line:column code` of each problem. */
function problemsOf(text: string, env: Record<string, string> = {}, file?: string): string[] {
  return errorOf(text, env, file).problems.map(
    ({ place, code }) => `${place?.line}:${place?.column} ${code}`,
  )
}

const worker = (rest: string) => `workers:\n  - { id: a, host: 10.0.0.1, port: 1234, ${rest} }`

describe('a worker', () => {
  test('has defaults for everything that the file leaves out', () => {
    expect(clusterOf('workers: [{ id: a, host: 10.0.0.1, port: 1234 }]')).toEqual({
      file: '/project/lab.yaml',
      allowCommands: false,
      serve: readServe(),
      balancer: readBalancer(),
      workers: [
        {
          id: 'a',
          host: '10.0.0.1',
          port: 1234,
          type: 'openai',
          maxConcurrentRequests: 5,
          tags: [],
          basePath: '',
        },
      ],
    })
  })

  test('has all values of the file', () => {
    const text = `
name: lab
description: Three in a rack.
network: { subnet: 10.247.0.0/16 }
allow_commands: true
balancer: { strategy: least_outstanding, max_queue: 20, health: { interval: 0s } }
workers:
  - id: a
    host: "[fd00::5]"
    port: 443
    type: vllm
    model: mistral
    max_concurrent_requests: 8
    tags: [gpu, rack-2]
    api_key: \${KEY}
    base_path: llm/v1/
    tls: { ca_file: ca.pem, server_name: a.lan }
`
    const cluster = clusterOf(text, { KEY: 'hidden' })
    expect(cluster.subnet).toBe('10.247.0.0/16')
    expect(cluster.allowCommands).toBe(true)
    expect(cluster.balancer).toMatchObject({
      strategy: 'least_outstanding',
      maxQueue: 20,
      retries: 2,
      health: { intervalMs: 0, timeoutMs: 2_000 },
    })
    expect(cluster.workers).toEqual([
      {
        id: 'a',
        host: 'fd00::5',
        port: 443,
        type: 'vllm',
        model: 'mistral',
        maxConcurrentRequests: 8,
        tags: ['gpu', 'rack-2'],
        apiKey: { template: '${KEY}' },
        basePath: '/llm',
        tls: { verify: true, caFile: '/project/ca.pem', serverName: 'a.lan' },
      },
    ])
  })

  test('takes key, TLS and base path from the cluster, unless it has its own', () => {
    const text = `
api_key: \${KEY}
tls: { verify: false }
base_path: /all
workers:
  - { id: a, host: a.lan, port: 1 }
  - { id: b, host: b.lan, port: 1, tls: false, base_path: "", api_key: "\${OTHER}" }
  - { id: c, host: c.lan, port: 1, tls: true }
`
    const [a, b, c] = clusterOf(text).workers
    expect(a).toMatchObject({
      basePath: '/all',
      tls: { verify: false },
      apiKey: { template: '${KEY}' },
    })
    expect(b).toMatchObject({ basePath: '', apiKey: { template: '${OTHER}' } })
    expect(b).not.toHaveProperty('tls')
    expect(c?.tls).toEqual({ verify: true })
  })

  test('that is simulated has its behaviour, and may use any free port', () => {
    const text = `
workers:
  - { id: a, host: 127.0.10.1, port: 0, type: simulated }
  - { id: b, host: 127.0.10.1, port: 0, type: simulated, simulate: { time_to_first_token: 1.5s, token_time: 500us, jitter: 25%, seed: 7, imitates: ollama } }
  - { id: c, host: 127.0.10.1, port: 0, type: simulated, simulate: { jitter: 0.5 } }
`
    const [a, b, c] = clusterOf(text).workers
    expect(a).toMatchObject({ port: 0 })
    expect(a?.simulate).toEqual({
      timeToFirstTokenMs: 20,
      tokenTimeMs: 2,
      jitter: 0.1,
      seed: 1,
      imitates: 'openai',
    })
    expect(b?.simulate).toEqual({
      timeToFirstTokenMs: 1500,
      tokenTimeMs: 0.5,
      jitter: 0.25,
      seed: 7,
      imitates: 'ollama',
    })
    expect(c?.simulate?.jitter).toBe(0.5)
  })

  test('survives JSON, so that it can be sent to other processes', () => {
    const cluster = clusterOf(worker('tls: true, api_key: "${KEY}", type: simulated'))
    expect(JSON.parse(JSON.stringify(cluster))).toEqual(cluster)
  })
})

describe('environment variables', () => {
  test('are filled in, as numbers if they are the whole value', () => {
    const text = 'workers: [{ id: a, host: "${HOST}", port: "${PORT:-1234}" }]'
    const json = '{ "workers": [{ "id": "a", "host": "${HOST}", "port": "${PORT:-1234}" }] }'
    for (const [file, written] of Object.entries({ 'lab.yaml': text, 'lab.json': json })) {
      expect(clusterOf(written, { HOST: '10.0.0.9' }, `/project/${file}`).workers[0]).toMatchObject(
        { host: '10.0.0.9', port: 1234 },
      )
    }
    expect(problemsOf(text, { HOST: 'a', PORT: 'http' })).toEqual(['1:43 wrong_type'])
  })

  test('that are not set are one problem each, at their position', () => {
    const text = 'workers:\n  - id: a\n    host: ${HOST}\n    port: ${PORT}'
    expect(problemsOf(text)).toEqual(['3:11 variable_missing', '4:11 variable_missing'])
  })

  test('in an API key are not looked up before the key is sent', () => {
    expect(clusterOf(worker('api_key: "${NOT_SET}"')).workers[0]?.apiKey).toEqual({
      template: '${NOT_SET}',
    })
  })
})

describe('a file with mistakes', () => {
  test('is reported with all of them at once, in the order of the file', () => {
    const text = `network: { subnet: 10.0.0.0/33 }
workers:
  - id: a
    host: http://10.0.0.1:1234/v1
    prot: 1234
  - id: a
    host: 10.0.0.2
    port: abc
    type: lmstudio
  - id: c
    host: 10.0.0.2:99
    port: 70000
    base_path: /x?y
    simulate: {}
`
    expect(problemsOf(text)).toEqual([
      '1:20 malformed',
      '4:11 invalid_host',
      '5:5 unknown_key',
      '6:9 duplicate_worker',
      '8:11 wrong_type',
      '9:11 unknown_value',
      '11:11 invalid_host',
      '12:11 out_of_range',
      '13:16 invalid_base_path',
      '14:5 not_simulated',
    ])
  })

  test('shows file, line, column and the lines around', () => {
    const { message } = errorOf('workers:\n  - id: a\n    host: 10.0.0.1\n    prot: 1234\n')
    expect(message).toContain('/project/lab.yaml:4:5: unknown key `prot`')
    expect(message).toContain('did you mean `port`?')
    expect(message).toContain('> 4 |     prot: 1234\n    |     ^^^^')
  })

  test.each([
    [
      'an unknown top-level key',
      'worker: []\nworkers: [{ id: a, host: h, port: 1 }]',
      ['1:1 unknown_key'],
    ],
    ['no workers', 'workers: []', ['1:10 empty']],
    ['a missing key `workers`', 'name: x', ['1:1 missing_key']],
    ['an empty id', 'workers: [{ id: "", host: h, port: 1 }]', ['1:17 empty']],
    [
      'port 0 of a worker that is not simulated',
      'workers: [{ id: a, host: h, port: 0 }]',
      ['1:35 out_of_range'],
    ],
    [
      'a subnet that is not a network',
      `network: { subnet: 10.0.0.1 }\n${worker('')}`,
      ['1:20 malformed'],
    ],
    [
      'a subnet in a form with two meanings',
      `network: { subnet: 10.1/16 }\n${worker('')}`,
      ['1:20 malformed'],
    ],
    [
      'a header that belongs to the connection',
      `headers: { Host: a }\n${worker('')}`,
      ['1:12 invalid_header'],
    ],
    ['a header name with a space', `headers: { x a: b }\n${worker('')}`, ['1:12 invalid_header']],
    ['a header whose value is a number', `headers: { x-a: 5 }\n${worker('')}`, ['1:17 wrong_type']],
    ['an empty host', 'workers: [{ id: a, host: "", port: 1 }]', ['1:26 empty']],
    ['a worker that is not a map', 'workers: [a]', ['1:11 wrong_type']],
    ['workers that are not a list', 'workers: { a: 1 }', ['1:10 wrong_type']],
  ])('%s is one problem', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  test('names the line of the worker that already has the id', () => {
    const text = 'workers:\n  - { id: a, host: h, port: 1 }\n\n  - { id: a, host: i, port: 1 }'
    const [problem] = errorOf(text).problems
    expect(problem).toMatchObject({
      code: 'duplicate_worker',
      message: 'a worker named `a` is already defined at line 2',
      place: { line: 4, column: 11 },
    })
  })

  test('detects one address in two spellings', () => {
    const text = (first: string, second: string) =>
      `workers:\n  - { id: a, host: "${first}", port: 80 }\n  - { id: b, host: "${second}", port: 80 }`
    expect(problemsOf(text('10.0.0.1', '10.0.0.1'))).toEqual(['3:20 duplicate_address'])
    expect(problemsOf(text('Studio.LAN', 'studio.lan.'))).toEqual(['3:20 duplicate_address'])
    expect(problemsOf(text('fd00::1', '[FD00:0::1]'))).toEqual(['3:20 duplicate_address'])
    expect(clusterOf(text('10.0.0.1', '10.0.0.2')).workers).toHaveLength(2)
  })

  test('accepts workers behind one proxy that differ in their base path', () => {
    const text = `workers:
  - { id: a, host: proxy.lan, port: 80, base_path: /a }
  - { id: b, host: proxy.lan, port: 80, base_path: /b }
  - { id: c, host: proxy.lan, port: 80, base_path: a/ }
`
    expect(problemsOf(text)).toEqual(['4:20 duplicate_address'])
  })

  test('in JSON has positions as well', () => {
    const text = '{\n  "workers": [\n    { "id": "a", "host": "h", "port": "1" }\n  ]\n}'
    expect(problemsOf(text, {}, '/project/lab.json')).toEqual(['3:39 wrong_type'])
  })

  test('never shows a secret', () => {
    const text = `api_key: sk-1234567890abcdef\nworkers:\n  - { id: a, host: "http://u:hunter2x@h/", port: 1 }`
    const { message } = errorOf(text)
    expect(message).toContain('`host` is a URL')
    expect(message).not.toContain('sk-1234567890abcdef')
    expect(message).not.toContain('hunter2x')
  })
})

test('a cluster file is loaded from its path, including relative ones', async () => {
  const file = join(folder, 'lab.json')
  writeFileSync(
    file,
    '{ "workers": [{ "id": "a", "host": "h", "port": 1, "tls": { "ca_file": "x/ca.pem" } }] }',
  )
  const cluster = await loadCluster(file, {})
  expect(cluster.file).toBe(file)
  expect(cluster.workers[0]?.tls?.caFile).toBe(join(folder, 'x/ca.pem'))
})

test('a missing cluster file is named', async () => {
  const file = join(folder, 'none.json')
  await expect(loadCluster(file, {})).rejects.toThrow(UserError)
  await expect(loadCluster(file, {})).rejects.toThrow(/none\.json does not exist/)
})

test('the address of Redis is kept as written, and its password is a secret of the cluster', () => {
  const text = `
workers: [{ id: a, host: a.lan, port: 1 }]
distribution: { redis: "\${REDIS_URL}", ca_file: ca.pem }
`
  const { distribution, ...rest } = clusterOf(text)
  expect(distribution?.redis).toEqual({ template: '${REDIS_URL}' })
  const env = { REDIS_URL: 'redis://user:p%40ss-word@h:6379' }
  expect(collectSecrets({ ...rest, ...(distribution && { distribution }) }, env)).toEqual([
    'p%40ss-word',
    'p@ss-word',
  ])
  expect(distribution && redisUrl(distribution, env)).toBe(env.REDIS_URL)
  const elsewhere = { redis: { template: 'redis://x:${REDIS_URL}@evil' } }
  expect(() => redisUrl(elsewhere, env)).toThrow('files may not read')
})

test('`REDIS_URL` may be read without permission as a whole value, but not as part of one', () => {
  const textWith = (redis: string) =>
    `workers: [{ id: a, host: a.lan, port: 1 }]\ndistribution: { redis: "${redis}" }\n`
  const parse = (redis: string) =>
    parseCluster(parseSource(textWith(redis), '/c.yaml'), { REDIS_URL: 'redis://:pw@h' })
  expect(parse('${REDIS_URL}').distribution?.redis.template).toBe('${REDIS_URL}')
  expect(() => parse('redis://x:${REDIS_URL}@evil')).toThrow('files may not read')
})
