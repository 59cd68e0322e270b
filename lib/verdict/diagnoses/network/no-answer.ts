import type { Measurement } from '../../../record/measurement.ts'
import type { Diagnosis } from '../../../record/verdict.ts'
import { addressOf, failedWith, machineOf } from '../evidence/failed-evidence.ts'
import { startCommand } from './server-remedies.ts'

/** The connection is open, for the kernel accepts it, but the server behind it says nothing or breaks off. */
export function noAnswer(measurement: Measurement): Diagnosis | undefined {
  const evidence = failedWith(measurement, 'timed_out', 'reset')
  const isSilent =
    evidence?.outcome === 'reset' ||
    /^(?:connected|TLS stood|first byte)/.test(evidence?.detail ?? '')
  if (!evidence || !isSilent) return undefined
  const { port = 1234 } = measurement.subject
  return {
    code: 'server_does_not_answer',
    symptom: `${addressOf(measurement)} accepts connections but does not respond: ${evidence.detail}`,
    cause: `the server on ${machineOf(measurement)} is stopped, hung or overloaded: its machine still accepts connections for it`,
    remedy: [
      `see on the worker whether it runs: \`lsof -i :${port}\`, \`ps -o pid,stat,command -p PID\` (T in STAT is stopped), and its log`,
      `end it and ${startCommand(measurement.subject)}`,
      'if it is only slow (a model being loaded, a long queue), raise `timeout`',
    ],
  }
}
