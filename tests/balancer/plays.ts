import fc from 'fast-check'
import type { Fate, Intervention, Play, RequestPlan, WorkerPlan } from './play.ts'

const modelNames = ['llama', 'mistral'] as const
const ids = ['w1', 'w2', 'w3', 'w4']

const worker = (id: string): fc.Arbitrary<WorkerPlan> =>
  fc.record(
    {
      id: fc.constant(id),
      slots: fc.integer({ min: 1, max: 4 }),
      model: fc.constantFrom(...modelNames),
    },
    { requiredKeys: ['id', 'slots'] },
  )

const fates: readonly Fate[] = ['served', 'served', 'served', 'failed', 'limited', 'aborted']

const request: fc.Arbitrary<RequestPlan> = fc.record(
  {
    atMs: fc.integer({ min: 0, max: 4_000 }),
    fates: fc.array(
      fc.record({
        fate: fc.constantFrom(...fates),
        afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3_000 })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    patienceMs: fc.integer({ min: 0, max: 5_000 }),
    isRetriable: fc.boolean(),
    model: fc.constantFrom(...modelNames),
    affinityKey: fc.constantFrom('a', 'b', 'c'),
  },
  { requiredKeys: ['atMs', 'fates', 'isRetriable'] },
)

const intervention: fc.Arbitrary<Intervention> = fc.record({
  atMs: fc.integer({ min: 0, max: 6_000 }),
  kind: fc.constantFrom('drain', 'undrain', 'down', 'up', 'leave', 'join'),
  worker: fc.constantFrom(...ids).chain(worker),
})

/** Random events of a balancer: arrivals, ends, failures, limits, joins and leaves. */
export const plays: fc.Arbitrary<Play> = fc.record({
  workers: fc
    .integer({ min: 0, max: 3 })
    .chain((count) => fc.tuple(...ids.slice(0, count).map(worker))),
  requests: fc.array(request, { maxLength: 60, size: 'max' }),
  interventions: fc.array(intervention, { maxLength: 12, size: 'max' }),
  maxQueue: fc.integer({ min: 0, max: 20 }),
  queueTimeoutMs: fc.integer({ min: 1, max: 10_000 }),
})

/** Nothing fails, and there is enough time: workers that stay, and requests that are served. */
export const calmPlays: fc.Arbitrary<Play> = fc.record({
  workers: fc
    .integer({ min: 1, max: 4 })
    .chain((count) =>
      fc.tuple(
        ...ids
          .slice(0, count)
          .map((id) => fc.record({ id: fc.constant(id), slots: fc.integer({ min: 1, max: 4 }) })),
      ),
    ),
  requests: fc.array(
    fc.record(
      {
        atMs: fc.integer({ min: 0, max: 2_000 }),
        fates: fc.tuple(
          fc.record({
            fate: fc.constant('served' as const),
            afterMs: fc.integer({ min: 1, max: 900 }),
          }),
        ),
        isRetriable: fc.constant(true),
        affinityKey: fc.constantFrom('a', 'b', 'c'),
      },
      { requiredKeys: ['atMs', 'fates', 'isRetriable'] },
    ),
    { minLength: 1, maxLength: 80, size: 'max' },
  ),
  interventions: fc.constant([]),
  maxQueue: fc.constant(1_000),
  queueTimeoutMs: fc.constant(1e9),
})
