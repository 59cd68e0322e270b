import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith, machineOf } from '../evidence/failed-evidence.ts'
import { startCommand } from './server-remedies.ts'

/** The host answered that nothing listens there. */
export function connectionRefused(measurement: Measurement): Diagnosis | undefined {
  if (!failedWith(measurement, 'refused')) return undefined
  const { subject } = measurement
  const port = subject.port ?? 1234
  return {
    code: 'connection_refused',
    symptom: `${addressOf(measurement)} refuses connections`,
    cause: `the server on ${machineOf(measurement)} is not running, or listens on another port or on 127.0.0.1 only; less often a firewall rejects port ${port}`,
    remedy: [
      startCommand(subject),
      `see on the worker what listens: \`lsof -i :${port}\` (macOS, Linux), \`netstat -ano | findstr :${port}\` (Windows)`,
      `if it listens on 127.0.0.1 only, bind it to 0.0.0.0`,
    ],
  }
}
