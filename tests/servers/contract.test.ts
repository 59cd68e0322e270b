import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../lib/servers/json-value.ts'
import { isSameModel, type ServerReply } from '../../lib/servers/server.ts'
import { namedServers, serverNamed, serverOf, servers } from '../../lib/servers/servers.ts'
import { exporters } from '../../lib/telemetry/exporters.ts'

/** Servers whose metric names a cluster file may use. */
const telemetryFormats: readonly string[] = JSON.parse(
  readFileSync(new URL('../../schemas/cluster.schema.json', import.meta.url), 'utf8'),
).$defs.telemetry_source.properties.format.enum
const everyServer = Object.entries(servers)
const reply = (status: number, text: string): ServerReply => ({ status, headers: {}, text })

/** Responses of something other than an inference server on any path. */
const foreignReplies = [
  reply(200, 'OK'),
  reply(200, ''),
  reply(200, '<html><title>Welcome to nginx!</title></html>'),
  reply(200, '[]'),
  reply(200, 'null'),
  reply(200, '{"data":[null,1,"x"],"models":[null]}'),
  reply(400, '{"error":"bad request"}'),
  reply(404, '{"detail":"Not Found"}'),
  reply(500, 'oops'),
]

describe.each(everyServer)('the server type %s', (_type, server) => {
  test('has a canonical name that is its own canonical name', () => {
    for (const name of ['llama3', 'llama3:latest', 'LLama3', 'org/model', 'C:\\models\\m.gguf']) {
      const canonical = server.canonicalName(name)
      expect(server.canonicalName(canonical)).toBe(canonical)
      expect(isSameModel(server, name, canonical)).toBe(true)
    }
    expect(isSameModel(server, 'llama3', 'llama3:8b')).toBe(false)
  })

  test('never reports a model as not loaded because of a reply without information', () => {
    for (const { read } of server.modelStates) {
      for (const foreign of foreignReplies) {
        // An empty list of running models only means `not loaded`.
        const reported = read(foreign, 'm')
        if (reported?.loaded === false) expect(foreign.text).toContain('"models"')
      }
    }
  })

  test('reads no load from an unrelated text', () => {
    for (const { read } of server.loadReports) {
      for (const { text } of foreignReplies.filter(({ text }) => text !== '[]')) {
        expect(read(text)).toBeUndefined()
      }
    }
  })

  test('reads no number of slots from an unrelated reply', () => {
    for (const { text } of foreignReplies) {
      expect(server.slots?.read(parseJson(text))).toBeUndefined()
    }
  })

  test('is not identified by an unrelated reply', () => {
    for (const foreign of foreignReplies) expect(server.identify?.isThis(foreign)).not.toBe(true)
  })

  test('describes how to start it on a port, with a model', () => {
    const words = server.remedies.start({ model: 'my-model', port: 4711 })
    expect(words).toContain('4711')
    expect(server.remedies.load('my-model')).toContain('my-model')
    expect(server.remedies.moreSlots('my-model').length).toBeGreaterThan(10)
  })
})

describe('the registry of servers', () => {
  test('contains every type that a record may name, and no other', () => {
    expect(serverNamed('vllm')).toBe(servers.vllm)
    for (const unknown of [undefined, 'nonesuch', 'toString', '__proto__']) {
      expect(serverNamed(unknown)).toBeUndefined()
    }
  })

  test('resolves a simulated worker to the server that it imitates', () => {
    const simulate = { timeToFirstTokenMs: 0, tokenTimeMs: 0, jitter: 0, seed: 1 }
    const imitating = { type: 'simulated', simulate: { ...simulate, imitates: 'ollama' } } as const
    expect(serverOf(imitating)).toBe(servers.ollama)
    expect(serverOf({ type: 'llama_cpp' })).toBe(servers.llama_cpp)
  })

  test('names each program once', () => {
    const labels = namedServers.map(({ label }) => label)
    expect(labels).toContain('vLLM')
    expect(new Set(labels).size).toBe(labels.length)
  })
})

test('the servers with metrics, and no others, are formats of telemetry in the schema of the cluster file', () => {
  const withMetrics = everyServer.flatMap(([type, { telemetry }]) => (telemetry ? [type] : []))
  expect(telemetryFormats.filter((format) => Object.hasOwn(servers, format)).toSorted()).toEqual(
    withMetrics.toSorted(),
  )
  expect(telemetryFormats.toSorted()).toEqual(Object.keys(exporters).toSorted())
})
