import type { Diagnosis } from '../../../lib/record/verdict.ts'

/**
 * The diagnosis that a message tells. A matcher of a test in TypeScript leaves it there alone, and its code is
 * not known: it is empty.
 *
 * ```
 *   cause: the server is not running
 *   remedy: start it
 *           see what listens
 * ```
 */
export function reportedDiagnosis(message: string): Diagnosis | undefined {
  const [, cause] = /^ {2}cause: (.+)$/m.exec(message) ?? []
  const [, remedies = ''] = /^ {2}remedy: (.+(?:\n {10}.+)*)/m.exec(message) ?? []
  if (cause === undefined) return undefined
  const remedy = remedies.split('\n').map((step) => step.trim())
  const [symptom = ''] = message.split('\n', 1)
  return { code: '', symptom, cause, remedy: remedy.filter(Boolean) }
}
