import type { LossName } from '../../../record/loss-names.ts'
import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { formatQuantity } from '../../../units/quantity.ts'
import type { LoadLevel } from '../evidence/load-level.ts'
import { firstTokenMs, loadWorkers, meanTimeOf, workerIds } from '../evidence/load-workers.ts'
import { lossEnding } from '../evidence/loss-in-words.ts'
import { clientIsTheLimit } from './client-limited.ts'
import { networkSlower } from './network-slower.ts'
import { runTooShort } from './run-too-short.ts'
import { waitsInWorkers } from './waits-in-worker.ts'
import { workerSlower } from './worker-slower.ts'

interface Loss {
  readonly level: LoadLevel
  readonly measurement: Measurement
  readonly symptom: string
}

/** The diagnosis of each part of a loss if it is the largest. */
export const partRules: Readonly<Record<LossName, (loss: Loss) => Diagnosis | undefined>> = {
  workers: ({ level, measurement, symptom }) =>
    workerSlower(level, measurement) ?? allSlower(level, symptom),
  queueing,
  network: ({ level, symptom }) => networkSlower(level, symptom),
  balancer,
  tail: ({ level, symptom }) => runTooShort(level, symptom, lossEnding(level)),
  client: ({ level, symptom }) =>
    clientIsTheLimit(
      symptom,
      `it had fewer requests in flight than configured${lossEnding(level)}`,
    ),
  failures,
}

/** No single worker is slow, and yet they take longer than the baseline alone. */
function allSlower(level: LoadLevel, symptom: string): Diagnosis | undefined {
  const [together, alone] = [level.loads, level.baseline].map((loads) =>
    meanTimeOf(loads, 'service_time'),
  )
  if (together === undefined || alone === undefined) return undefined
  const baseline = workerIds(level.baseline)
  const same = loadWorkers(level.loads).filter(({ id }) => baseline.includes(id))
  const isShared = same.some(({ serviceMs }) => serviceMs !== undefined && serviceMs > alone * 1.15)
  return {
    code: 'workers_slower_together',
    symptom,
    cause: `all workers together take ${ms(together)} for a request, ${baseline.join(', ')} alone took ${ms(alone)}${isShared ? ': they share something that is used up: one machine behind several names, its CPU, GPU or memory, a disk, a link' : ': the others are slower machines, or serve another model'}${lossEnding(level)}`,
    remedy: isShared
      ? [
          'run one server on each machine, and see that no two addresses of the cluster file are the same machine',
          'check on the machine which resource is used up while the load runs: `top`, `vm_stat 1` (macOS), `nvidia-smi dmon` (NVIDIA)',
        ]
      : [
          'compare with a worker like the others: `compare: { baseline: [ID] }`',
          'give all workers the same model with the same settings (context length, GPU offload)',
        ],
  }
}

function queueing({ level, measurement, symptom }: Loss): Diagnosis | undefined {
  const slow = workerSlower(level, measurement)
  if (slow?.code === 'waits_in_worker') return slow
  const [late, usual] = [level.loads, level.baseline].map((loads) =>
    firstTokenMs(loads.map(({ total }) => total)),
  )
  if (late === undefined || usual === undefined) return undefined
  return waitsInWorkers(
    workerIds(level.loads),
    symptom,
    `first tokens come ${ms(late)} after a request reached its worker, ${ms(usual)} in the baseline`,
    lossEnding(level),
  )
}

function balancer({ level, symptom }: Loss): Diagnosis {
  const { loads } = level
  const [busy] = loads.map(({ busySlots }) => busySlots.untilLastStart).toSorted((a, b) => a - b)
  const most = Math.max(...loads.map(({ busySlots }) => busySlots.most))
  return {
    code: 'capacity_unused',
    symptom,
    cause: `requests were in flight and slots free: ${busy?.toFixed(1)} of ${most} were busy on average, until the last request was sent; the strategy kept requests for a worker that was busy, a worker was out for a while, or a slot was idle for the round trip to this client${lossEnding(level)}`,
    remedy: [
      '`strategy: hybrid` gives each request to a worker with a free slot',
      'raise `concurrency` a little above all slots: then a waiting request fills each slot at once',
      'see whether a worker was out: `share.each`, `retries: 0`',
    ],
  }
}

function failures({ level, symptom }: Loss): Diagnosis {
  return {
    code: 'work_lost',
    symptom,
    cause: `workers were busy with requests without a response: failed, cut off, or retried${lossEnding(level)}`,
    remedy: [
      'fix failures before slowness: `npx vitest run specs/network`, then the logs of the workers',
      'ask for it: `success_rate: 100%`, `retries: 0`',
    ],
  }
}

const ms = (value: number) => formatQuantity(value, 'duration')
