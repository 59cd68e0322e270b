/**
 * The faults of a worker for a while. `hang` lasts until the front's timeout; `refuse` and `death` close
 * the port.
 */
const kinds = [
  { kind: 'refuse' },
  { kind: 'death' },
  { kind: 'hang', probability: 0.05 },
  { kind: 'slow', factor: 4 },
  { kind: 'rate_limit', probability: 0.5 },
  { kind: 'error', probability: 0.3 },
  { kind: 'unauthorized', probability: 0.02 },
  { kind: 'reset', probability: 0.2 },
  { kind: 'garbage', probability: 0.2 },
  { kind: 'truncated_body', probability: 0.2 },
]

/** One worker after the other gets a fault for 1 to 3 seconds, the next one 0.5 to 2 seconds later. */
export async function flap(control, workerIds, { random, signal }) {
  const counts = Object.fromEntries(kinds.map(({ kind }) => [kind, 0]))
  for (let turn = 0; !signal.aborted; turn++) {
    const fault = kinds[Math.floor(random() * kinds.length)]
    const id = workerIds[turn % workerIds.length]
    const seconds = 1 + 2 * random()
    await control.setFault(id, { ...fault, for: `${seconds.toFixed(2)}s` })
    counts[fault.kind] += 1
    await pause(500 + 1_500 * random(), signal)
  }
  for (const id of workerIds) await control.endFault(id)
  return counts
}

/** The simulator's control server. */
export function controlOf(url) {
  const ask = async (path, method = 'GET', body) => {
    const response = await fetch(`${url}/workers${path}`, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response.json()
  }
  return {
    setFault: (id, fault) => ask(`/${id}/fault`, 'PUT', fault),
    endFault: (id) => ask(`/${id}/fault`, 'DELETE'),
    states: async () => (await ask('')).workers,
  }
}

export function pause(ms, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
    if (signal?.aborted) done()
  })
}

/** Mulberry32: the same faults and requests for the same seed. */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
