import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Fault } from '../../cluster/cluster.ts'
import type { ServedRequest } from '../front/reply.ts'
import type { OpenRecord, RequestOutcome } from '../ledger.ts'
import type { WorkerParts } from '../worker-parts.ts'

/** A request for tokens or embeddings, from its arrival until it has ended in one outcome. */
export class Visit implements ServedRequest {
  readonly parts: WorkerParts
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly record: OpenRecord
  readonly fault: Fault | undefined
  /** Set as soon as the request is parsed. */
  job: { end(outcome: RequestOutcome): void } | undefined
  #isOver = false

  constructor(parts: WorkerParts, request: IncomingMessage, response: ServerResponse) {
    this.parts = parts
    this.request = request
    this.response = response
    this.record = parts.ledger.open(performance.now())
    this.fault = parts.faults.meet(this.record.index, true)
    this.record.fault = this.fault?.kind ?? null
    response.once('close', () => this.#gone())
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get workerId(): string {
    return this.parts.options.id
  }

  /** Records how it ended; only the first call counts. */
  over(outcome: RequestOutcome): void {
    if (this.#isOver) return
    this.#isOver = true
    this.parts.ledger.close(this.record, outcome, performance.now())
  }

  /** The connection is closed: by the caller, unless the worker itself cut it. */
  #gone(): void {
    if (this.#isOver) return
    const outcome = this.parts.door.hasCut(this.request.socket) ? 'failed' : 'aborted'
    if (this.job) this.job.end(outcome)
    else this.over(outcome)
  }
}
