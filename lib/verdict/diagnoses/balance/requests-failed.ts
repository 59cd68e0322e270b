import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { httpErrorIn, type Refusal, refusalOf } from '../evidence/http-refusal.ts'
import {
  type FaultCount,
  faultInWords,
  type LoadPath,
  loadFaults,
  loadPath,
  numberOf,
  reportFaults,
} from '../evidence/load-evidence.ts'
import { startCommands } from '../network/server-remedies.ts'

const aboutFailures = ['success_rate', 'failed', 'lost', 'recovery.success_rate']

/** Requests of a load got no complete response, and a condition is about that. */
export function requestsFailed(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isAsked = missed.some(
    ({ metric, status }) => aboutFailures.includes(metric) || status === 'no_data',
  )
  return isAsked ? requestsFailedBeside(measurement) : undefined
}

/** The same for another condition, which the failures may well explain. */
export function requestsFailedBeside(measurement: Measurement): Diagnosis | undefined {
  const faults = loadFaults(measurement)
  const [most] = faults
  // For a single worker, the rules for its connection are more specific.
  if (!most || measurement.check === 'slots') return undefined
  if (most.fault === 'ECONNREFUSED' && measurement.subject.host !== undefined) return undefined
  const failure = { ...most, measurement, path: loadPath(measurement) }
  const kind = kinds.find(({ faults: pattern }) => pattern.test(most.fault))
  const { code, cause, remedy } = (kind ?? otherKind).report(failure)
  return { code, symptom: `requests failed: ${reportFaults(faults)}`, cause, remedy }
}

/** The most frequent fault of a load. */
interface Failure extends FaultCount {
  readonly measurement: Measurement
  /** Remedies about retries and other workers are for loads over several. */
  readonly path: LoadPath
}

/** The diagnosis of the most frequent fault. */
interface Kind {
  readonly faults: RegExp
  readonly report: (failure: Failure) => Refusal
}

/** In this order: `BALANCER_QUEUE_TIMEOUT` is about the queue rather than a timeout. */
const kinds: readonly Kind[] = [
  {
    faults: /^BALANCER_QUEUE_/,
    report: () => ({
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
    report: () => ({
      code: 'no_worker_left',
      cause: 'no worker could take the request: all are drained, or none serves the model it names',
      remedy: ['see which workers are up: `npx vitest run specs/network`'],
    }),
  },
  { faults: /TIMEOUT|^BALANCER_WORKER_DOWN$/, report: timedOut },
  {
    faults: /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)$/,
    report: (failure) => ({
      code: 'worker_unreachable',
      cause: `${workerOf(failure)} accepts no connections${andNoOther(failure)}`,
      remedy: [
        ...moreRetries(failure),
        ...(failure.path === 'balanced'
          ? ['see which worker it is: `npx vitest run specs/network`']
          : startCommands(failure.measurement.subject)),
      ],
    }),
  },
  {
    // Codes of OpenSSL, and of certificates.
    faults: /^(?:EPROTO|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/,
    report: (failure) => ({
      code: 'tls_failed',
      cause: `TLS with ${workerOf(failure)} failed (${failure.fault}): it speaks plain HTTP, or its certificate is not trusted`,
      remedy: [
        'see what it speaks: `http: { path: /v1/models }` in specs/network',
        'correct `tls` or `port` in the cluster file',
      ],
    }),
  },
  {
    faults: /^(?:ECONN|EPIPE|UND_ERR_|HPE_|HTTPParserError$)|^a stream that was cut off$/,
    report: brokenOff,
  },
  { faults: /^HTTP 3/, report: refused },
  { faults: /^(?:HTTP 4|BALANCER_REQUEST_REFUSED|BALANCER_BODY_TOO_LARGE)/, report: refused },
  {
    faults: /^finish_reason /,
    report: ({ fault }) => ({
      code: 'generation_aborted',
      cause: `the server aborted generations (${fault}): it ran out of KV cache or memory, was asked to stop, or its engine failed`,
      remedy: [
        "read the workers' logs at the time of the run",
        'lower `max_concurrent_requests` of the workers, or the length of prompts and responses',
      ],
    }),
  },
  {
    faults:
      /^(?:HTTP 5|a body that is not valid JSON|a response without|an empty response|an error object|a stream event)/,
    report: unusable,
  },
]

const otherKind: Pick<Kind, 'report'> = {
  report: (failure) => ({
    code: 'requests_failed',
    cause: `most of them ended with ${faultInWords(failure)}`,
    remedy: ['see whether each worker serves by itself: `npx vitest run specs/network`'],
  }),
}

function timedOut({ measurement: { metrics }, path }: Failure): Refusal {
  if (path === 'direct') {
    return {
      code: 'requests_timed_out',
      cause: 'the worker accepted the requests but did not respond in time',
      remedy: [
        'lower the load, or raise `timeout` of the test',
        "read the worker's log: a long queue of its own, a model being loaded",
      ],
    }
  }
  const longer =
    'if the workers are only slow (a long response, a model being loaded), raise `timeout` and `idle_timeout`'
  return {
    code: 'requests_timed_out',
    cause: `a worker accepted the requests but did not respond in time${path === 'alone' ? '' : ', and no time or no other try was left for another one'}`,
    remedy:
      path === 'alone'
        ? [longer, "read the worker's log"]
        : [
            'let the balancer notice sooner: `health: { interval: 1s, timeout: 1s }` under `balancer` in the cluster file',
            ...(metrics.by === 'hang'
              ? ['have it out for longer than that takes: `back_after: 15s` of the check']
              : []),
            longer,
          ],
  }
}

function brokenOff(failure: Failure): Refusal {
  if (failure.path !== 'balanced') {
    return {
      code: 'answers_broken_off',
      cause: `connections to ${workerOf(failure)} broke (${failure.fault}): its server ended, or closed them under load`,
      remedy: [
        "read the worker's log at the time of the run",
        'see what its port speaks: `http: { path: /v1/models }` in specs/network',
      ],
    }
  }
  return {
    code: 'answers_broken_off',
    cause: `connections broke: in the middle of a response, which is never retried since its caller has begun to read it; or before it, and ${whyNoOther(failure)}`,
    remedy: [...moreRetries(failure), 'let callers retry responses that were cut off'],
  }
}

function unusable(failure: Failure): Refusal {
  const error = httpErrorOf(failure)
  const refusal = error && refusalOf(error)
  if (refusal) return refusal
  return {
    code: 'answers_unusable',
    cause: `${workerOf(failure)} responds with errors or with something other than the API${inBrackets(failure)}${andNoOther(failure)}`,
    remedy: [
      "read the workers' logs: a model that does not fit its memory, or a queue of its own that is full",
      ...(failure.path === 'balanced'
        ? ['find out which one it is: ask each alone, by a test of `model: {}` in specs/network']
        : ['ask it for one completion: `model: {}` in specs/network']),
    ],
  }
}

/** The request itself was refused, because of the request or the setup. */
function refused(failure: Failure): Refusal {
  const error = httpErrorOf(failure)
  const refusal = error && refusalOf(error)
  if (refusal && ownCodes.has(refusal.code)) return refusal
  // One code for all refusals of a request, whose cause distinguishes them.
  if (refusal) return { ...refusal, code: 'requests_refused' }
  const isOtherPath = error?.status === 404 && !/model/i.test(error.words ?? '')
  return {
    code: 'requests_refused',
    cause: isOtherPath
      ? `there is no such path (${faultInWords(failure)}): the API is under another \`base_path\`, or something else listens there`
      : `the workers refuse the request itself (${faultInWords(failure)}): its model, its options or its path`,
    remedy: isOtherPath
      ? ['correct `base_path`, `port` or `type` of the worker in the cluster file']
      : ['see whether each serves its model: `model: {}` in specs/network'],
  }
}

/** Faults with a diagnosis of their own, whatever the condition. */
const ownCodes = new Set(['redirected', 'scheme_differs', 'model_loading'])

function httpErrorOf({ fault, said }: FaultCount) {
  return httpErrorIn(said === undefined ? fault : `${fault}: ${said}`)
}

const inBrackets = (failure: FaultCount) => ` (${faultInWords(failure)})`

/** The worker, if there is only one. */
function workerOf({ path, measurement: { loads = [], subject } }: Failure): string {
  if (path === 'balanced') return 'a worker'
  const direct = loads.find((load) => load.direct !== undefined)?.direct
  return direct ?? (subject.workerType === undefined ? 'the worker' : subject.name)
}

function moreRetries({ path }: Failure): string[] {
  if (path !== 'balanced') return []
  return [
    'allow more tries: raise `retries` and `retry_budget`, and leave `retry_completions` on, under `balancer` in the cluster file',
  ]
}

function andNoOther(failure: Failure): string {
  return failure.path === 'balanced' ? `, and ${whyNoOther(failure)}` : ''
}

/** Why a failed request was not resent to another worker, as far as the run shows. */
function whyNoOther({ measurement }: Failure): string {
  return numberOf(measurement, 'retries') === 0
    ? 'nothing was sent again: `retries`, `retry_budget` or `retry_completions` forbid it, or there was no other worker'
    : 'other tries were used up (`retries` of a request, `retry_budget` of all), forbidden (`retry_completions`), or there was no other worker'
}
