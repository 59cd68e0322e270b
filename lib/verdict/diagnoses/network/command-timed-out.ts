import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { failedWith } from '../evidence/failed-evidence.ts'

/** A program of the user did not end in time. */
export function commandTimedOut(measurement: Measurement): Diagnosis | undefined {
  if (!failedWith(measurement, 'timed_out')) return undefined
  const { name } = measurement.subject
  return {
    code: 'command_timed_out',
    symptom: `\`${name}\` did not end in time`,
    cause:
      'the program ran longer than its `timeout`, and was stopped with all that it had started',
    remedy: [
      'run it by hand in the same folder, and see what it waits for; it gets no standard input',
      'raise `timeout` of the check, and of the test where that is shorter',
    ],
  }
}
