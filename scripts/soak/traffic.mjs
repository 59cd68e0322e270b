import { Agent } from 'undici'

/** How a request ended, from the caller's point of view. */
const outcomes = ['complete', 'http_error', 'broken', 'called_off']

/**
 * Sends numbered requests at a rate, and records the outcome of each exactly once. Every 4th is streamed,
 * every 200th is cancelled by the caller after its first bytes.
 */
export class Traffic {
  #agent
  #url
  #marks
  inFlight = 0
  sent = 0
  /** Requests with more than one outcome: must be 0. */
  markedTwice = 0
  counts = Object.fromEntries(outcomes.map((name) => [name, 0]))
  statuses = new Map()
  errors = new Map()
  /** Complete responses by the worker that they name. */
  byWorker = new Map()

  constructor(url, requests, maxInFlight) {
    this.#url = url
    this.#marks = new Uint8Array(requests)
    this.maxInFlight = maxInFlight
    this.#agent = new Agent({
      connections: maxInFlight,
      pipelining: 1,
      headersTimeout: 60_000,
      bodyTimeout: 60_000,
    })
  }

  /** Resolves once all have been sent and each has ended. */
  async run(ratePerSecond, signal) {
    const total = this.#marks.length
    const tickMs = 10
    let allowed = 0
    let lastMs = performance.now()
    while (this.sent < total && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, tickMs))
      const nowMs = performance.now()
      // A late request is not made up for: the rate is an upper bound.
      allowed = Math.min(allowed + ((nowMs - lastMs) / 1000) * ratePerSecond, ratePerSecond / 10)
      lastMs = nowMs
      while (allowed >= 1 && this.inFlight < this.maxInFlight && this.sent < total) {
        allowed -= 1
        this.#send(this.sent)
        this.sent += 1
      }
    }
    while (this.inFlight > 0) await new Promise((resolve) => setTimeout(resolve, tickMs))
    await this.#agent.close()
  }

  /** Requests without an outcome: must be 0 at the end. */
  get unmarked() {
    let count = 0
    for (let index = 0; index < this.sent; index++) if (this.#marks[index] === 0) count += 1
    return count
  }

  #send(index) {
    this.inFlight += 1
    const isStreamed = index % 4 === 0
    const isCalledOff = index % 200 === 0
    const handler = new ResponseHandler(isCalledOff, isStreamed, (ending) => {
      this.#mark(index, ending)
    })
    const body = JSON.stringify({
      model: 'simulated-7b',
      messages: [{ role: 'user', content: `request ${index}` }],
      max_tokens: isCalledOff ? 64 : 4,
      stream: isStreamed,
    })
    this.#agent.dispatch(
      {
        origin: this.#url,
        path: '/v1/chat/completions',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      },
      handler,
    )
  }

  #mark(index, { outcome, status, code, worker }) {
    this.inFlight -= 1
    if (this.#marks[index] !== 0) this.markedTwice += 1
    this.#marks[index] = outcomes.indexOf(outcome) + 1
    this.counts[outcome] += 1
    if (outcome === 'http_error') add(this.statuses, status)
    if (outcome === 'broken') add(this.errors, code)
    if (outcome === 'complete') add(this.byWorker, worker)
  }
}

function add(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

class ResponseHandler {
  #isCalledOff
  #isStreamed
  #tell
  #status
  #worker
  #text = ''

  constructor(isCalledOff, isStreamed, report) {
    this.#isCalledOff = isCalledOff
    this.#isStreamed = isStreamed
    this.#tell = report
  }

  onRequestStart() {
    // Nothing to keep: each callback gets the controller again.
  }

  onResponseStart(_, status, headers) {
    this.#status = status
    this.#worker = headers['x-clustergate-worker']
  }

  onResponseData(controller, chunk) {
    this.#text += chunk.toString('latin1')
    if (this.#isCalledOff && this.#status === 200) controller.abort(new CalledOff())
  }

  onResponseEnd() {
    const [status, worker] = [this.#status, this.#worker]
    if (status !== 200) this.#tell({ outcome: 'http_error', status })
    else if (this.#isWhole()) this.#tell({ outcome: 'complete', worker })
    else this.#tell({ outcome: 'broken', code: 'INCOMPLETE_BODY' })
  }

  onResponseError(_, error) {
    if (error instanceof CalledOff) this.#tell({ outcome: 'called_off' })
    else this.#tell({ outcome: 'broken', code: error.code ?? error.name })
  }

  #isWhole() {
    if (this.#isStreamed) return this.#text.endsWith('data: [DONE]\n\n')
    return Array.isArray(JSON.parse(this.#text).choices)
  }
}

class CalledOff extends Error {}
