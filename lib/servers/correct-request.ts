import type { Worker } from '../cluster/cluster.ts'
import type { HygieneRule, JsonBody } from './hygiene-rule.ts'
import type { Server } from './server.ts'
import { serverOf } from './servers.ts'

/** Rules of every type of server. */
export const modelRule: HygieneRule = {
  field: 'model',
  rejected: 'missing, or `auto`',
  instead: "the worker's model in the cluster file, if there is one",
  isRejected: (value) => value === undefined || value === 'auto',
  correct: (value, worker) => worker.model ?? value,
}

/**
 * Changes of the body for this worker, or why it would reject it; undefined: none. Only what every version
 * of a server rejects is changed: a wrong rule would do harm, while without a rule the worker reports the
 * problem.
 */
export function correctRequest(
  worker: Pick<Worker, 'type' | 'model' | 'simulate'>,
  body: JsonBody,
): { readonly changes: JsonBody } | { readonly refusal: string } | undefined {
  let changes: Record<string, unknown> | undefined
  for (const rule of rulesOf(serverOf(worker))) {
    const value = body[rule.field]
    if (!rule.isRejected(value, body)) continue
    if (!rule.correct) {
      return { refusal: `\`${rule.field}: ${JSON.stringify(value)}\` is ${rule.rejected}` }
    }
    const better = rule.correct(value, worker)
    if (better === value) continue
    changes ??= {}
    changes[rule.field] = better
  }
  return changes && { changes }
}

/** One list for each type of server, because this is called for every request. */
function rulesOf(server: Server): readonly HygieneRule[] {
  const known = rules.get(server)
  if (known) return known
  const all = [modelRule, ...server.hygiene]
  rules.set(server, all)
  return all
}

const rules = new Map<Server, readonly HygieneRule[]>()
