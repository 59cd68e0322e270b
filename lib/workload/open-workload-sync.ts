import { join, resolve } from 'node:path'
import { parseSource } from '../source/document.ts'
import { UserError } from '../source/user-error.ts'
import { DataBudget } from './data-budget.ts'
import { inSessions } from './in-sessions.ts'
import { locateWorkload } from './locate-workload.ts'
import type { OpenWorkloadOptions, WorkloadReference } from './open-workload.ts'
import { type NamedRequests, readDocument, readWorkloadFile } from './read-workload.ts'
import type { ReadingContext } from './reading-context.ts'
import type { Workload } from './workload.ts'

/** As `openWorkload`, without waiting. */
export function openWorkloadSync(
  reference: WorkloadReference,
  { root: from, sessionOf, maxTokens, isStreamed }: OpenWorkloadOptions,
): Workload {
  const root = resolve(from ?? process.cwd())
  const context = {
    ...{ root, maxTokens, isStreamed, budget: new DataBudget() },
    ...{ chain: [], seedShift: 0 },
  }
  const workload = workloadOf(read(reference, context))
  return sessionOf ? inSessions(workload, sessionOf) : workload
}

function read(reference: WorkloadReference, context: ReadingContext): NamedRequests {
  const { root } = context
  if (typeof reference !== 'string') {
    // As a document of its own, so that problems have places.
    const text = JSON.stringify(reference, undefined, 2)
    return readDocument(parseSource(text, join(root, 'inline-workload.json')), 'inline', context)
  }
  const located = locateWorkload(reference, { root, folder: root })
  if ('file' in located) return readWorkloadFile(located.file, context)
  throw new UserError([{ code: 'unknown_workload', ...located.problem }])
}

const headers = { 'content-type': 'application/json' }

function workloadOf({ name, requests }: NamedRequests): Workload {
  const { size, fingerprint } = requests
  return {
    name,
    hash: fingerprint,
    ...(size !== undefined && { size }),
    request: (index) => ({ path: '/v1/chat/completions', headers, body: requests.bodyOf(index) }),
  }
}
