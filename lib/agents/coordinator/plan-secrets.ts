import type { SecretText, Worker } from '../../cluster/cluster.ts'
import { hasCredential } from '../../cluster/secret.ts'
import { variablesOf } from '../../source/interpolate.ts'
import type { AgentProblem } from '../protocol.ts'

/** A literal secret in a field that a plan would contain; undefined: there is none. */
export function plainSecret(workers: readonly Worker[]): AgentProblem | undefined {
  for (const { id, apiKey, headers = {} } of workers) {
    const named = Object.entries(headers).filter(([name]) => hasCredential({ [name]: '' }))
    const written: [string, SecretText | undefined][] = [['api_key', apiKey], ...named]
    const plain = written.find(([, text]) => text && variablesOf(text.template).length === 0)
    if (!plain) continue
    return {
      code: 'PLAIN_SECRET',
      message: `\`${plain[0]}\` of worker ${id} is written out, and would go through Redis: write \`\${NAME}\`, and set that variable on every agent`,
    }
  }
  return undefined
}

/** The plan with the fields of the workers that agents need. The coordinator reads telemetry itself. */
export function travellingWorkers(workers: readonly Worker[]): Worker[] {
  return workers.map(({ telemetry: _, simulate: __, ...worker }) => worker)
}
