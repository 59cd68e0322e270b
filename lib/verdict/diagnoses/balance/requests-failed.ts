import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { type FaultCount, loadFaults, numberOf, tellFaults } from '../evidence/load-evidence.ts'

const aboutFailures = ['success_rate', 'failed', 'lost', 'recovery.success_rate']

/** Requests through the balancer got no whole answer, and that is what was asked for. */
export function requestsFailed(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isAsked = missed.some(
    ({ metric, status }) => aboutFailures.includes(metric) || status === 'no_data',
  )
  return isAsked ? requestsFailedBeside(measurement) : undefined
}

/** The same where something else was asked for, which may well come from it. */
export function requestsFailedBeside(measurement: Measurement): Diagnosis | undefined {
  const faults = loadFaults(measurement)
  const [most] = faults
  // Of a single worker, the rules for its connection say more.
  if (!most || measurement.check === 'slots') return undefined
  if (most.fault === 'ECONNREFUSED' && measurement.subject.host !== undefined) return undefined
  const kind = kinds.find(({ faults: pattern }) => pattern.test(most.fault))
  const { code, cause, remedy } = (kind ?? otherKind).tell(measurement, most)
  return { code, symptom: `requests failed: ${tellFaults(faults)}`, cause, remedy }
}

/** What the most frequent fault tells. */
interface Kind {
  readonly faults: RegExp
  readonly tell: (measurement: Measurement, fault: FaultCount) => Omit<Diagnosis, 'symptom'>
}

/** In this order: `BALANCER_QUEUE_TIMEOUT` is of the queue before it is a timeout. */
const kinds: readonly Kind[] = [
  {
    faults: /^BALANCER_QUEUE_/,
    tell: () => ({
      code: 'queue_overflowed',
      cause:
        'more requests wait than slots and queue hold, or for longer than they may: too many at once, or too few workers in rotation',
      remedy: [
        'lower `concurrency`, or raise `max_queue` and `queue_timeout` under `balancer` in the cluster file',
        'see whether all workers take part: `npx vitest run specs/network`',
      ],
    }),
  },
  {
    faults: /^BALANCER_NO_WORKER$/,
    tell: () => ({
      code: 'no_worker_left',
      cause: 'no worker could take the request: all are drained, or none serves the model it names',
      remedy: ['see which workers are up: `npx vitest run specs/network`'],
    }),
  },
  {
    faults: /TIMEOUT|^BALANCER_WORKER_DOWN$/,
    tell: ({ metrics }) => ({
      code: 'requests_timed_out',
      cause:
        'a worker took the requests but did not answer in time, and no time or no other try was left for another one',
      remedy: [
        'let the balancer notice sooner: `health: { interval: 1s, timeout: 1s }` under `balancer` in the cluster file',
        ...(metrics.by === 'hang'
          ? ['have it out for longer than that takes: `back_after: 15s` of the check']
          : []),
        'if the workers are only slow (a long answer, a model being loaded), raise `timeout` and `idle_timeout`',
      ],
    }),
  },
  {
    faults: /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)$/,
    tell: (measurement) => ({
      code: 'worker_unreachable',
      cause: `a worker takes no connections, and ${whyNoOther(measurement)}`,
      remedy: [...moreRetries, 'see which worker it is: `npx vitest run specs/network`'],
    }),
  },
  {
    faults: /^(?:ECONN|EPIPE|UND_ERR_|HPE_)|^a stream that was cut off$/,
    tell: (measurement) => ({
      code: 'answers_broken_off',
      cause: `connections broke: in the middle of an answer, which is never sent again since its caller has begun to read it; or before it, and ${whyNoOther(measurement)}`,
      remedy: [
        ...moreRetries,
        'let callers ask again themselves for what broke off in the middle of an answer',
      ],
    }),
  },
  {
    faults: /^(?:HTTP 4|BALANCER_REQUEST_REFUSED|BALANCER_BODY_TOO_LARGE)/,
    tell: (_, { fault }) => ({ code: 'requests_refused', ...refusal(fault) }),
  },
  {
    faults: /^finish_reason /,
    tell: (_, { fault }) => ({
      code: 'generation_aborted',
      cause: `the server gave up generations that had begun (${fault}): it ran out of KV cache or memory, was told to stop, or its engine failed`,
      remedy: [
        "read the workers' logs at the time of the run",
        'lower `max_concurrent_requests` of the workers, or the length of prompts and answers',
      ],
    }),
  },
  {
    faults:
      /^(?:HTTP 5|a body that is not valid JSON|a response without|an empty response|an error object|a stream event)/,
    tell: (measurement) => ({
      code: 'answers_unusable',
      cause: `a worker answers with errors or with something else than the API, and ${whyNoOther(measurement)}`,
      remedy: [
        "read the workers' logs: a model that does not fit its memory, or a queue of its own that is full",
        'find out which one it is: ask each alone, by a test of `model: {}` in specs/network',
      ],
    }),
  },
]

const otherKind: Pick<Kind, 'tell'> = {
  tell: (_, { fault }) => ({
    code: 'requests_failed',
    cause: `most of them ended with ${fault}`,
    remedy: ['see whether each worker serves by itself: `npx vitest run specs/network`'],
  }),
}

const moreRetries = [
  'allow more tries: raise `retries` and `retry_budget`, and leave `retry_completions` on, under `balancer` in the cluster file',
]

/** Why a failed request went to no other worker, as far as the run tells. */
function whyNoOther(measurement: Measurement): string {
  return numberOf(measurement, 'retries') === 0
    ? 'nothing was sent again: `retries`, `retry_budget` or `retry_completions` forbid it, or there was no other worker'
    : 'other tries were used up (`retries` of a request, `retry_budget` of all), forbidden (`retry_completions`), or there was no other worker'
}

function refusal(fault: string): Pick<Diagnosis, 'cause' | 'remedy'> {
  if (fault === 'HTTP 401' || fault === 'HTTP 403') {
    return {
      cause: 'the workers ask for an API key, or refuse the one they got',
      remedy: ['set `api_key: ${NAME}` in the cluster file, and the variable in the environment'],
    }
  }
  if (fault === 'HTTP 429') {
    return {
      cause: 'the workers limit how many requests they take, and the load is above that',
      remedy: ['lower `max_concurrent_requests` of the workers, or raise their limits'],
    }
  }
  return {
    cause: `the workers refuse the request itself (${fault}): its model, its options or its path`,
    remedy: ['see whether each serves its model: `model: {}` in specs/network'],
  }
}
