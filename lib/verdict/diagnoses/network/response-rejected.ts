import type { Evidence, Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith } from '../evidence/failed-evidence.ts'
import { type HttpError, httpErrorIn, inQuotes, refusalOf } from '../evidence/http-refusal.ts'
import { remediesOf } from './server-remedies.ts'

/** Something responds, but not as expected. */
export function responseRejected(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'http', 'protocol')
  if (!evidence) return undefined
  const symptom = `${addressOf(measurement)}: ${evidence.attempt} → ${evidence.detail}`
  const error = httpErrorIn(evidence.detail)
  const refusal = error && refusalOf(error)
  if (refusal) return { ...refusal, symptom }
  if (evidence.outcome === 'protocol' && evidence.detail.includes(limitName)) {
    return { ...tooLong(measurement), symptom }
  }
  if (evidence.outcome === 'protocol' || isOtherPath(evidence, error)) {
    return { ...otherService(measurement), symptom }
  }
  // The response of a missing model is explained by the rule for models.
  if (!error || error.status === 404 || reportsModelState(measurement)) return undefined
  return { ...troubleOf(error, measurement), symptom }
}

/** `/v1/models` exists wherever the API does. */
function isOtherPath({ attempt }: Evidence, error: HttpError | undefined): boolean {
  return error?.status === 404 && attempt.includes('/v1/models')
}

/** The server's report about its model explains why it refuses to use it. */
function reportsModelState({ metrics }: Measurement): boolean {
  return metrics.listed === false || metrics.loaded === false
}

type Reported = Pick<Diagnosis, 'code' | 'cause' | 'remedy'>

/** How a body that was not read to its end is described. */
const limitName = 'limits.max_response'

function tooLong(measurement: Measurement): Reported {
  return {
    code: 'response_too_long',
    cause:
      'the response is longer than Clustergate reads: the server does not end it, or it is meant to be that long',
    remedy: [
      `see what it sends: \`curl -i http://${addressOf(measurement)}/v1/models\``,
      'raise `limits: { max_response }` in the cluster file if it is meant to be that long',
    ],
  }
}

function otherService(measurement: Measurement): Reported {
  return {
    code: 'other_service',
    cause:
      'something other than an OpenAI-compatible server listens there, or it serves under another path',
    remedy: [
      `see what listens: \`curl -i http://${addressOf(measurement)}/v1/models\``,
      'correct `port`, `base_path`, `tls` or `type` in the cluster file',
    ],
  }
}

/** Messages of a server, or of a gateway before it, that is at capacity. */
const busy =
  /\bbusy\b|\boverload|\bcapacity\b|\bno (?:free |available )?slots?\b|\bqueue\b|\bpending requests\b|\btoo many\b/i

function troubleOf(error: HttpError, { subject }: Measurement): Reported {
  const said = inQuotes(error)
  if (error.status === 503 && busy.test(error.words ?? '')) {
    return {
      code: 'server_busy',
      cause: `the server has as much to do as it takes${said}`,
      remedy: [
        'wait until it is free, or end what else uses it',
        `or let it work on more at once: ${remediesOf(subject).moreSlots(subject.model ?? 'MODEL')}`,
      ],
    }
  }
  if (error.status === 502 || error.status === 504) {
    return {
      code: 'http_error',
      cause: `a gateway responds, but gets no response from the server behind it${said}`,
      remedy: ["see whether the server behind it runs, and read the gateway's log"],
    }
  }
  if (error.status < 500) {
    return {
      code: 'http_error',
      cause: `the server refuses the request${said}`,
      remedy: ["read what it says, and the server's log"],
    }
  }
  return {
    code: 'http_error',
    cause: `the server responds with an error${said}`,
    remedy: ["read the server's log; restart it if it does not recover"],
  }
}
