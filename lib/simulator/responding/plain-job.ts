import { spoilers } from '../faults/fault-responses.ts'
import { send } from '../front/reply.ts'
import { Job } from './job.ts'
import { responseText } from './response-text.ts'

/** A request with a plain response: one wake-up, its time known when its service begins. */
export class PlainJob extends Job {
  protected override begin(nowMs: number, coldMs: number): void {
    const { parts, record } = this.visit
    const factor = this.factorAt(nowMs)
    const firstMs = this.firstTokenMs(factor, coldMs)
    const totalMs = firstMs + factor * this.plan.tokenMs * Math.max(0, this.asked.tokens - 1)
    record.firstTokenMs = nowMs - parts.ledger.startedMs + firstMs
    if (totalMs <= 0) this.wake()
    else parts.timetable.at(this, nowMs + totalMs)
  }

  override wake(): void {
    const { visit, asked, plan } = this
    visit.record.tokens = asked.tokens
    const text = responseText(this.head, asked, plan)
    const reply = { status: 200, text, headers: this.queueHeader }
    const spoil = visit.fault && spoilers[visit.fault.kind]
    // Over before it is affected: its connection is cut by a fault, not by its caller.
    this.end(spoil ? 'failed' : 'served')
    if (spoil) spoil(visit, reply)
    else send(visit, reply)
  }
}
