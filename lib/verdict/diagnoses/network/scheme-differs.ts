import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith } from '../evidence/failed-evidence.ts'
import { speaksHttp, speaksHttps } from '../evidence/http-refusal.ts'

/** HTTP was spoken to a port that speaks HTTPS, or the reverse: both sides work, and do not understand each other. */
export function schemeDiffers(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'reset', 'protocol', 'tls')
  const spoken = /; the port speaks (?<scheme>HTTPS|plain HTTP)$/.exec(evidence?.detail ?? '')
  if (!evidence || !spoken) return undefined
  return {
    ...(spoken.groups?.scheme === 'HTTPS' ? speaksHttps : speaksHttp),
    symptom: `${addressOf(measurement)}: ${evidence.attempt} → ${evidence.detail}`,
  }
}
