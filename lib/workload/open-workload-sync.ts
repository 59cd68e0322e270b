import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { parseSource } from '../source/document.ts'
import { UserError } from '../source/user-error.ts'
import { DataBudget } from './data-budget.ts'
import { inSessions } from './in-sessions.ts'
import { locateWorkload } from './locate-workload.ts'
import { type NamedRequests, readDocument, readWorkloadFile } from './read-workload.ts'
import type { ReadingContext } from './reading-context.ts'
import type { Workload } from './workload.ts'
import type { OpenWorkloadOptions, WorkloadReference } from './workload-reference.ts'

/** Like `openWorkload`, synchronously. */
export function openWorkloadSync(
  reference: WorkloadReference,
  { root: from, sessionOf, maxTokens, isStreamed }: OpenWorkloadOptions,
): Workload {
  const root = resolve(from ?? process.cwd())
  const context = {
    root,
    maxTokens,
    isStreamed,
    budget: new DataBudget(),
    chain: [],
    seedShift: 0,
  }
  const workload = workloadOf(read(reference, context))
  return sessionOf ? inSessions(workload, sessionOf) : workload
}

function read(reference: WorkloadReference, context: ReadingContext): NamedRequests {
  const { root } = context
  if (typeof reference !== 'string') {
    // As a separate document, so that problems have positions.
    const text = JSON.stringify(reference, undefined, 2)
    const document = parseSource(text, join(root, 'inline-workload.json'))
    return readDocument({ document, value: document.value }, 'inline', context)
  }
  const located = locateWorkload(reference, { root, folder: root })
  if ('file' in located) return readWorkloadFile(located.file, context)
  throw new UserError([{ code: 'unknown_workload', ...located.problem }])
}

const maxLooked = 100

const headers = { 'content-type': 'application/json' }

function workloadOf(named: NamedRequests, load?: string): Workload {
  const { name, requests } = named
  const { size, fingerprint, prefix } = requests
  // All of a list: a single conversation may have no text for it.
  const isRepeated = Array.from({ length: Math.min(size ?? 1, maxLooked) }).some(
    (_, index) => requests.requestOf(index, 'x').isRepeated,
  )
  return {
    name,
    hash: fingerprint,
    ...(size !== undefined && { size }),
    prefix,
    ...(isRepeated && { hasRepeatedPrompts: true as const }),
    request(index) {
      const { body, maxTokens, ownCharacters, isRepeated } = requests.requestOf(index, load)
      return { path: '/v1/chat/completions', headers, body, maxTokens, ownCharacters, isRepeated }
    },
    // Random, so that it differs from that of every other run, too.
    fresh: () => workloadOf(named, randomBytes(4).toString('hex')),
  }
}
