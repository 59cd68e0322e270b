import { dirname, parse } from 'node:path'
import { packagedFile } from '../cluster/packaged-file.ts'
import type { WorkloadFile, WorkloadReference } from '../generated/workload.ts'
import { readSourceSync, type SourceDocument } from '../source/document.ts'
import { expectInside } from '../source/files/outside-file.ts'
import { fillDocument } from '../source/fill-document.ts'
import { byPlace, schemaProblems } from '../source/schema-problems.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import { seedOf } from '../stats/seeded-random.ts'
import { brokenWorkload, cyclicWorkload } from './broken-workload.ts'
import { locateWorkload } from './locate-workload.ts'
import { mixedRequests } from './mixed-requests.ts'
import { readPrefix } from './prompts/prefix.ts'
import { readPrompts } from './prompts/read-prompts.ts'
import type { ReadingContext, Site } from './reading-context.ts'
import { type RequestOptions, type Requests, requestsOf } from './requests.ts'
import { workloadProblems } from './workload-problems.ts'
import { workloadValidator } from './workload-validators.ts'

export interface NamedRequests {
  readonly name: string
  readonly requests: Requests
}

// Synchronous: nothing is in flight yet, and readers of specs cannot wait.

/** Each workload has one of them. */
const distinctKeys = ['prompts', 'documents', 'generate', 'mix', 'template', 'max_tokens']

/**
 * Reads a workload's file, and the files that it names.
 * @throws UserError with their mistakes
 */
export function readWorkloadFile(file: string, context: ReadingContext): NamedRequests {
  const naming = context.chain.at(-1)
  const own = context.folder ?? context.root
  const packaged = packagedFile('config/workloads')
  expectInside(file, [context.root, packaged, naming === undefined ? own : dirname(naming)])
  context.onFile?.(file)
  const document = readSourceSync(file, distinctKeys)
  const inside = { ...context, chain: [...context.chain, file] }
  const { value, problems } = fillDocument(document, process.env, {
    validate: workloadValidator,
  })
  return readDocument({ document, value, problems }, parse(file).name, inside)
}

interface WorkloadDocument {
  readonly document: SourceDocument
  /** Its content, with variables filled in. */
  readonly value: unknown
  /** Their mistakes. */
  readonly problems?: readonly Problem[]
}

/** Like `readWorkloadFile`, for a document with only a workload. */
export function readDocument(
  { document, value, problems: found = [] }: WorkloadDocument,
  name: string,
  context: ReadingContext,
): NamedRequests {
  const problems = [...found, ...schemaProblems(document, value, workloadValidator, found)]
  if (problems.length > 0) throw new UserError(problems.sort(byPlace))
  return readWorkload({ document, path: [] }, value as WorkloadFile, name, context)
}

/**
 * Reads a workload by its name, by its file, or inline in a document whose form has been validated.
 * @throws UserError with positions in that document
 */
export function readReference(
  site: Site,
  reference: WorkloadReference,
  context: ReadingContext,
): NamedRequests {
  if (typeof reference !== 'string') return readWorkload(site, reference, 'inline', context)
  const { document, path } = site
  const folder = dirname(document.file)
  const located = locateWorkload(reference, { root: context.root, folder })
  if ('problem' in located) {
    const { message, ...details } = located.problem
    throw new UserError([document.problem('unknown_workload', path, message, details)])
  }
  if (context.chain.includes(located.file)) {
    throw cyclicWorkload(site, reference, [...context.chain, located.file])
  }
  try {
    return readWorkloadFile(located.file, context)
  } catch (error) {
    throw error instanceof UserError ? brokenWorkload(site, reference, error) : error
  }
}

function readWorkload(
  { document, path }: Site,
  workload: WorkloadFile,
  fallbackName: string,
  context: ReadingContext,
): NamedRequests {
  context.budget.takeWorkload()
  const problems = workloadProblems(document, path, workload)
  if (problems.length > 0) throw new UserError(problems)
  const { name = fallbackName, seed: ownSeed = 1, order = 'sequential', mix } = workload
  const seed = (ownSeed ^ context.seedShift) >>> 0
  if (mix) {
    const parts = mix.map(({ weight = 1, workload: part }, index) => {
      const site = { document, path: [...path, 'mix', index, 'workload'] }
      const { requests } = readReference(site, part, {
        ...context,
        seedShift: seedOf(seed, index + 1),
      })
      return { weight, requests }
    })
    return { name, requests: mixedRequests(parts, { order, seed }) }
  }
  const { stream = false, system, temperature, prefix = 'cold' } = workload
  const requests = requestsOf(readPrompts({ document, path }, workload, seed, context), {
    order,
    seed,
    system,
    temperature,
    ...limitOf(workload, context.maxTokens),
    prefix: readPrefix(prefix, seedOf(seed, 6)),
    stream: context.isStreamed ?? stream,
  })
  return { name, requests }
}

/** How the token limit is sent: a check's option overrides the workload's number, but not its name. */
function limitOf(
  { max_tokens: maxTokens, max_completion_tokens: own, body }: WorkloadFile,
  asked: number | 'none' | undefined,
): Pick<RequestOptions, 'limit' | 'limitField' | 'body'> {
  const { max_completion_tokens: inBody, ...others } = body ?? {}
  if (inBody !== undefined && asked === undefined) {
    return { limit: 'none', limitField: 'max_completion_tokens', body }
  }
  const isCompletion = own !== undefined || inBody !== undefined
  return {
    limit: asked ?? own ?? maxTokens ?? 128,
    limitField: isCompletion ? 'max_completion_tokens' : 'max_tokens',
    body: body && others,
  }
}
