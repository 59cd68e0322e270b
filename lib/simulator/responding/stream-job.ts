import { spoilers } from '../faults/fault-responses.ts'
import { Job } from './job.ts'
import { ChunkTexts, doneText } from './response-text.ts'

/**
 * A request with a response of server-sent events, one per token, each at its time: relative to the due
 * time of the one before, so that late timers do not add up. Tokens that are due together are written
 * together. A slow reader pauses the generation.
 */
export class StreamJob extends Job {
  #chunks: ChunkTexts | undefined
  /** Tokens that have been sent. */
  #sent = 0

  protected override begin(nowMs: number, coldMs: number): void {
    const { parts, response, workerId } = this.visit
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-clustergate-worker': workerId,
      ...this.queueHeader,
    })
    this.#chunks = new ChunkTexts(this.head, this.asked, this.plan)
    this.dueMs = nowMs + this.firstTokenMs(this.factorAt(nowMs), coldMs)
    if (this.dueMs <= nowMs) this.wake(nowMs)
    else parts.timetable.at(this, this.dueMs)
  }

  override wake(untilMs: number): void {
    const { response, parts } = this.visit
    if (this.#sent >= this.#lastToken) {
      this.#cut()
      return
    }
    while (this.dueMs <= untilMs) {
      const text = this.#dueTokens(untilMs)
      if (this.#sent >= this.#lastToken) {
        this.#finish(text)
        return
      }
      if (!response.write(text)) {
        response.once('drain', () => this.#resume())
        return
      }
    }
    parts.timetable.at(this, this.dueMs)
  }

  /** Number of tokens to send; a truncated stream ends in the middle. */
  get #lastToken(): number {
    return this.#spoiler ? Math.ceil(this.asked.tokens / 2) : this.asked.tokens
  }

  get #spoiler() {
    const { fault } = this.visit
    return fault && spoilers[fault.kind] && fault.kind
  }

  #dueTokens(untilMs: number): string {
    const { record, parts } = this.visit
    if (this.#sent === 0) record.firstTokenMs = this.dueMs - parts.ledger.startedMs
    const endAt = Math.min(this.#lastToken, this.#sent + maxTokensPerWrite)
    let text = ''
    while (this.#sent < endAt && this.dueMs <= untilMs) {
      text += this.#chunks?.token(this.#sent)
      this.#sent += 1
      this.dueMs += this.plan.tokenMs * this.factorAt(this.dueMs)
    }
    record.tokens = this.#sent
    return text
  }

  #finish(text: string): void {
    const { response, parts } = this.visit
    const spoiler = this.#spoiler
    if (spoiler === 'reset' || spoiler === 'truncated_body') {
      // Cut a while after the tokens were sent: otherwise they would be lost.
      response.write(text)
      parts.timetable.at(this, Math.max(this.dueMs, performance.now() + 5))
      return
    }
    this.end(spoiler ? 'failed' : 'served')
    if (spoiler) response.end(`${text.slice(0, -20)}\n\n${doneText}`)
    else response.end(text + this.#chunks?.end())
  }

  #cut(): void {
    const { socket } = this.visit.request
    this.end('failed')
    if (this.#spoiler === 'reset') socket.resetAndDestroy()
    else socket.end()
  }

  /** Time paused while the reader was slow. */
  #resume(): void {
    const { parts, response } = this.visit
    if (!response.destroyed) parts.timetable.at(this, Math.max(this.dueMs, performance.now()))
  }
}

/** Between two tests of whether the reader keeps up. */
const maxTokensPerWrite = 64
