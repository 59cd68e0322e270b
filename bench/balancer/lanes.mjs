import { epochMs } from './commands.mjs'

/** What every benchmark request contains. */
export const completion = {
  path: '/v1/chat/completions',
  method: 'POST',
  headers: ['content-type', 'application/json'],
  body: JSON.stringify({
    model: 'tiny',
    max_tokens: 16,
    messages: [{ role: 'user', content: 'Say something about the weather.' }],
  }),
}

/** After a failure a lane waits this long, so that a candidate that refuses at once is not flooded. */
const pauseMs = 10

/**
 * A closed loop: each lane sends its next request when the one before has ended, until the time is
 * over or it has sent as many as it should. Resolves to plain typed arrays with one entry per
 * request, in the order of their ends.
 *
 * @param dispatchers one for each lane; those of a balancer are identical
 */
export function runLanes(dispatchers, { untilMs = Number.POSITIVE_INFINITY, requests }) {
  const log = new Log()
  return new Promise((resolve) => {
    let left = dispatchers.length
    const done = () => {
      left -= 1
      if (left === 0) resolve(log.entries())
    }
    for (const dispatcher of dispatchers) {
      new Lane({ dispatcher, untilMs, requests, log, done }).send()
    }
  })
}

class Log {
  #size = 0
  #beginMs = new Float64Array(1_024)
  #endMs = new Float64Array(1_024)
  #worker = new Int8Array(1_024)
  #isOk = new Uint8Array(1_024)
  #failures = {}

  add(beginMs, endMs, worker, failure) {
    if (this.#size === this.#beginMs.length) this.#grow()
    const place = this.#size++
    this.#beginMs[place] = beginMs
    this.#endMs[place] = endMs
    this.#worker[place] = worker
    this.#isOk[place] = failure === undefined ? 1 : 0
    if (failure !== undefined) this.#failures[failure] = (this.#failures[failure] ?? 0) + 1
  }

  entries() {
    return {
      beginMs: this.#beginMs.slice(0, this.#size),
      endMs: this.#endMs.slice(0, this.#size),
      worker: this.#worker.slice(0, this.#size),
      isOk: this.#isOk.slice(0, this.#size),
      failures: this.#failures,
    }
  }

  #grow() {
    this.#beginMs = doubled(this.#beginMs)
    this.#endMs = doubled(this.#endMs)
    this.#worker = doubled(this.#worker)
    this.#isOk = doubled(this.#isOk)
  }
}

function doubled(array) {
  const longer = new array.constructor(array.length * 2)
  longer.set(array)
  return longer
}

/** Requests one after the other: its own undici handler, reused for each request. */
class Lane {
  #beginMs = 0
  #status = 0
  #worker = -1

  constructor({ dispatcher, untilMs, requests = Number.POSITIVE_INFINITY, log, done }) {
    this.dispatcher = dispatcher
    this.untilMs = untilMs
    this.left = requests
    this.log = log
    this.done = done
  }

  send() {
    this.#beginMs = epochMs()
    if (this.#beginMs >= this.untilMs || this.left === 0) {
      this.done()
      return
    }
    this.left -= 1
    this.#status = 0
    this.#worker = -1
    this.dispatcher.dispatch(completion, this)
  }

  onRequestStart() {
    // Nothing to note: the time runs since `send`.
  }

  onResponseStart(_controller, status, headers) {
    this.#status = status
    const id = headers['x-clustergate-worker']
    this.#worker = id ? Number(id.slice(1)) : -1
  }

  onResponseData() {
    // undici checks the length.
  }

  onResponseEnd() {
    this.#over(this.#status === 200 ? undefined : `HTTP ${this.#status}`)
  }

  onResponseError(_controller, error) {
    this.#over(error.code ?? error.name)
  }

  #over(failure) {
    this.log.add(this.#beginMs, epochMs(), this.#worker, failure)
    if (failure === undefined) this.send()
    else setTimeout(() => this.send(), pauseMs)
  }
}
