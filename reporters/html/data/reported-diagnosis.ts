import type { Diagnosis } from '../../../lib/record/verdict.ts'

/**
 * The diagnosis in a message. A matcher of a test in TypeScript has it only there, without its code, which
 * is empty.
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
