// Others that read streamed completions: each token is looked at, and no time is recorded.
import { createParser } from 'eventsource-parser'
import OpenAI from 'openai'
import { Pool } from 'undici'
import { body, contentType, path } from './answers.mjs'

const asked = JSON.parse(body)

/** A closed loop of so many connections. */
export async function readStreams({ name, host, port, connections, seconds, requests: most }) {
  const origin = `http://${host}:${port}`
  const readOne = readers[name](origin, connections)
  const began = performance.now()
  const untilMs = most ? Number.POSITIVE_INFINITY : began + seconds * 1_000
  let begun = 0
  let [requests, tokens] = [0, 0]
  const latencies = []
  const lane = async () => {
    for (;;) {
      const startMs = performance.now()
      if (startMs >= untilMs || (most && begun >= most)) return
      begun += 1
      const read = await readOne()
      tokens += read
      requests += 1
      latencies.push(performance.now() - startMs)
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  latencies.sort((a, b) => a - b)
  const quantile = (share) => latencies[Math.floor(share * (latencies.length - 1))]
  const times = { p50Ms: quantile(0.5), p99Ms: quantile(0.99) }
  return { requests, failed: 0, tokens, seconds: (performance.now() - began) / 1_000, ...times }
}

const readers = {
  openai: (origin) => {
    const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: 'none', maxRetries: 0 })
    return async () => {
      let tokens = 0
      for await (const chunk of await client.chat.completions.create({ ...asked, stream: true })) {
        if (chunk.choices[0]?.delta?.content) tokens += 1
      }
      return tokens
    }
  },
  /** With undici's fastest call that gives the bytes. */
  'eventsource-parser': (origin, connections) => {
    const pool = new Pool(origin, { connections, pipelining: 1 })
    const options = { path, method: 'POST', headers: { 'content-type': contentType }, body }
    return () =>
      new Promise((resolve, reject) => {
        let tokens = 0
        const decoder = new TextDecoder()
        const parser = createParser({
          onEvent: ({ data }) => {
            if (data !== '[DONE]' && JSON.parse(data).choices[0]?.delta?.content) tokens += 1
          },
        })
        pool.dispatch(options, {
          onRequestStart: () => undefined,
          onResponseStart: () => undefined,
          onResponseData: (_, chunk) => parser.feed(decoder.decode(chunk, { stream: true })),
          onResponseEnd: () => resolve(tokens),
          onResponseError: (_, error) => reject(error),
        })
      })
  },
}
