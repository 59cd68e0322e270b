import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith } from '../evidence/failed-evidence.ts'

/** Something answers, but not what was asked for. */
export function answerRejected(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'http', 'protocol')
  if (!evidence) return undefined
  const symptom = `${addressOf(measurement)}: ${evidence.attempt} → ${evidence.detail}`
  const status = /HTTP (\d{3})/.exec(evidence.detail)?.[1]
  if (status === '401' || status === '403') {
    return {
      code: 'not_authorized',
      symptom,
      cause: 'the worker asks for an API key, or refuses the one it got',
      remedy: ['set `api_key: ${NAME}` in the cluster file, and the variable in the environment'],
    }
  }
  if (
    evidence.outcome === 'protocol' ||
    (status === '404' && evidence.attempt.includes('/v1/models'))
  ) {
    return {
      code: 'other_service',
      symptom,
      cause:
        'something else than an OpenAI-compatible server listens there, or it serves under another path',
      remedy: [
        `see what listens: \`curl -i http://${addressOf(measurement)}/v1/models\``,
        'correct `port`, `base_path`, `tls` or `type` in the cluster file',
      ],
    }
  }
  // What a missing model answers is told by the rule for models.
  if (status === '404' || measurement.metrics.listed === false) return undefined
  return {
    code: 'http_error',
    symptom,
    cause: 'the server answers with an error',
    remedy: ["read the server's log; restart it if it does not recover"],
  }
}
