import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Vacancies } from '../../../lib/balancer/admission/vacancies.ts'
import type { Candidate } from '../../../lib/balancer/strategies/strategy.ts'
import type { WorkerState } from '../../../lib/balancer/worker/worker-state.ts'
import { state } from '../admissions.ts'
import { PlainTicket } from '../tickets.ts'
import { VirtualClock } from '../virtual-clock.ts'

/** Everything that changes the slots of a worker. */
const changes: Readonly<Record<string, (worker: WorkerState, nowMs: number) => void>> = {
  take: (worker) => worker.take(),
  giveBack: (worker) => worker.inFlight > 0 && worker.giveBack(),
  eject: ({ health }, nowMs) => health.eject(nowMs),
  pardon: ({ health }) => health.pardon(),
  endEjection: ({ health }, nowMs) => health.endEjection(nowMs),
  succeed: ({ health }, nowMs) => health.succeeded(nowMs),
  limit: ({ health }, nowMs) => health.limit(nowMs + 300),
  refuse: ({ health }, nowMs) => health.refuse(nowMs + 700),
  goDown: ({ health }) => health.goDown(),
  comeUp: ({ health }, nowMs) => health.comeUp(nowMs),
  drain: ({ health }) => {
    health.isDraining = true
  },
  undrain: ({ health }) => {
    health.isDraining = false
  },
  refuseSlot: ({ claim }, nowMs) => claim.refused(1, nowMs),
  forget: ({ claim }) => claim.forget(),
}

const step = fc.record({
  change: fc.constantFrom(...Object.keys(changes), 'join', 'leave'),
  worker: fc.nat(5),
  forMs: fc.constantFrom(0, 0, 100, 1_000, 20_000),
  isLooked: fc.boolean(),
})

test('the workers that a strategy sees are those that accept requests, in order, whatever happens to them', () => {
  fc.assert(
    fc.property(fc.array(step, { size: 'large' }), (steps) => {
      const clock = new VirtualClock()
      const newWorker = (id: number) => state(`w${id}`, { maxConcurrentRequests: 3 })
      let workers: readonly WorkerState[] = [newWorker(-1), newWorker(-2)]
      let seen: readonly (readonly Candidate[])[] = []
      const vacancies = new Vacancies({
        workers: () => workers,
        models: () => new Set<string>(),
        clock,
        strategy: {
          name: 'records',
          pick: (free, _request, rotation) => {
            seen = [[...free], [...rotation]]
            return free[0] as Candidate
          },
        },
      })
      for (const [index, { change, worker: at, forMs, isLooked }] of steps.entries()) {
        const worker = workers[at % Math.max(1, workers.length)]
        if (change === 'join') workers = [...workers, newWorker(index)]
        else if (change === 'leave') workers = workers.filter((each) => each !== worker)
        else if (worker) changes[change]?.(worker, clock.nowMs())
        clock.advance(forMs)
        if (isLooked) checkLook(vacancies, workers, clock.nowMs(), () => seen)
      }
    }),
  )
})

function checkLook(
  vacancies: Vacancies,
  workers: readonly WorkerState[],
  nowMs: number,
  seen: () => readonly (readonly Candidate[])[],
): void {
  vacancies.look()
  const rotation = workers.filter((each) => each.refresh(nowMs))
  const free = rotation.filter((each) => each.hasFreeSlot)
  expect(vacancies.isEmpty).toBe(free.length === 0)
  const mayGain = workers.filter((each) => each.nextChangeMs(nowMs) !== undefined)
  expect(vacancies.unsteady).toEqual(expect.arrayContaining(mayGain))
  if (free.length === 0 || free.some(({ isOnTrial }) => isOnTrial)) return
  const picked = vacancies.take(new PlainTicket())
  expect(seen()).toEqual([free, rotation])
  expect(picked).toBe(free[0])
}

test('a worker on trial gets a request that can be resent', () => {
  const [w1, w2] = [state('w1'), state('w2')]
  const vacancies = new Vacancies({
    workers: () => workers,
    models: () => new Set<string>(),
    clock: new VirtualClock(),
    strategy: { name: 'first', pick: (free) => free[0] as Candidate },
  })
  const workers = [w1, w2]
  vacancies.look()
  w2.health.eject(-10_000)
  vacancies.look()
  expect(vacancies.take(new PlainTicket())).toBe(w2)
})
