import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ServiceQueue, type Waiting } from '../../../lib/simulator/responding/service-queue.ts'

class Visitor implements Waiting {
  next: Waiting | undefined
  previous: Waiting | undefined
  readonly number: number
  readonly #started: number[]

  constructor(number: number, started: number[] = []) {
    this.number = number
    this.#started = started
  }

  start(): void {
    this.#started.push(this.number)
  }
}

/** A queue beside plain lists with the expected state. */
class Model {
  readonly queue: ServiceQueue
  readonly slots: number
  /** In the order in which they got a slot: actual and expected. */
  readonly started: number[] = []
  readonly expected: number[] = []
  waiting: Visitor[] = []
  left = 0
  #entered = 0

  constructor(slots: number) {
    this.slots = slots
    this.queue = new ServiceQueue(slots)
  }

  enter(): void {
    const visitor = new Visitor(this.#entered++, this.started)
    this.waiting.push(visitor)
    this.queue.enter(visitor)
  }

  leave(): void {
    if (this.started.length === this.left) return
    this.left += 1
    this.queue.leave()
  }

  giveUp(at: number): void {
    const gone = this.waiting.at(at)
    if (!gone) return
    this.queue.remove(gone)
    this.waiting = this.waiting.filter((visitor) => visitor !== gone)
  }

  serve(): void {
    const free = this.slots - (this.expected.length - this.left)
    this.expected.push(...this.waiting.splice(0, free).map(({ number }) => number))
  }
}

const steps: Readonly<Record<string, (model: Model) => void>> = {
  enter: (model) => model.enter(),
  leave: (model) => model.leave(),
  'give up as first': (model) => model.giveUp(0),
  'give up as second': (model) => model.giveUp(1),
  'give up as last': (model) => model.giveUp(-1),
}

describe('the queue of a simulated worker', () => {
  test('never serves more than its slots, loses no request and keeps the order', () => {
    const name = fc.oneof(
      { weight: 2, arbitrary: fc.constant('enter') },
      fc.constantFrom(...Object.keys(steps)),
    )
    const names = fc.array(name, { maxLength: 80, size: 'max' })
    const property = fc.property(fc.integer({ min: 1, max: 4 }), names, (slots, taken) => {
      const model = new Model(slots)
      for (const step of taken) {
        steps[step]?.(model)
        model.serve()
        expect(model.started).toEqual(model.expected)
        expect(model.queue.busy).toBe(model.started.length - model.left)
        expect(model.queue.busy).toBeLessThanOrEqual(slots)
        expect(model.queue.queued).toBe(model.waiting.length)
      }
    })
    fc.assert(property)
  })

  test('passes a slot on through thousands of requests that end as soon as they start', () => {
    const queue = new ServiceQueue(1)
    const order: number[] = []
    const first = new Visitor(-1)
    queue.enter(first)
    for (let number = 0; number < 50_000; number++) {
      const visitor = new Visitor(number)
      visitor.start = () => {
        order.push(number)
        queue.leave()
      }
      queue.enter(visitor)
    }
    queue.leave()
    expect(order).toHaveLength(50_000)
    expect(queue.state).toEqual({ inFlight: 0, maxInFlight: 1, queued: 0, maxQueued: 50_000 })
  })

  test('is full when slots and places are taken', () => {
    const queue = new ServiceQueue(1, 1)
    queue.enter(new Visitor(0))
    expect(queue.isFull).toBe(false)
    queue.enter(new Visitor(1))
    expect(queue.isFull).toBe(true)
  })
})
