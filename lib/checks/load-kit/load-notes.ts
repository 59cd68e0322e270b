import type { Balancer } from '../../balancer/balancer.ts'
import { limitRenamedFor } from '../../load/limit-renamed.ts'
import { burstDoubt, streamDoubt, tokenDoubt } from '../../record/load-doubts.ts'
import type { LoadRecord } from '../../record/load-record.ts'
import { promptNoteLead } from '../../record/prompt-note.ts'
import { scrapeNotes } from '../../record/scrape-notes.ts'
import { limitWords } from '../../servers/token-limit.ts'
import type { Workload } from '../../workload/workload.ts'
import { madeGoodWords, serverWords } from './server-words.ts'

/** Notes about loads: what they sent, problems of their measurement, and error messages of servers. */
export function loadNotes(loads: readonly LoadRecord[]): string[] {
  const found = [tokenDoubt(loads), streamDoubt(loads), burstDoubt(loads)]
  const doubts = found.flatMap((doubt) => doubt ?? [])
  return [
    ...sentNotes(loads),
    ...(loads.some(({ countsChunks }) => countsChunks) ? [chunksCounted] : []),
    ...doubts,
    ...scrapeNotes(loads),
    ...serverWords(loads.flatMap(({ total }) => Object.entries(total.words ?? {}))),
    ...madeGoodWords(loads),
  ]
}

/** What was sent: prefixes of prompts, changes for servers that refused a request, and what was not sent. */
export function sentNotes(
  loads: readonly (Pick<LoadRecord, 'workload' | 'limitRenamedFor'> &
    Partial<Pick<LoadRecord, 'hasGivenUp' | 'started' | 'planned'>>)[],
): string[] {
  const renamed = loads.flatMap(({ limitRenamedFor = [] }) => limitRenamedFor)
  return [
    ...new Set([
      ...loads.flatMap(({ workload }) => promptWords(workload) ?? []),
      ...loads.flatMap(({ workload }) => (workload.hasRepeatedPrompts ? repeatedPrompts : [])),
      ...renamed.map(limitWords),
      ...loads.flatMap(({ hasGivenUp, started, planned }) =>
        hasGivenUp ? `given up after ${started} of ${planned} requests: none succeeded` : [],
      ),
    ]),
  ]
}

/** The same for a workload that is not sent as a load. */
export function promptNotes(
  { name, hash, prefix, hasRepeatedPrompts }: Workload,
  balancer: Balancer,
): string[] {
  const sent = {
    name,
    hash,
    ...(prefix !== undefined && { prefix }),
    ...(hasRepeatedPrompts && { hasRepeatedPrompts }),
  }
  return sentNotes([{ workload: sent, limitRenamedFor: limitRenamedFor(balancer) }])
}

/** `prompts: each of its own (cold prefix)` */
function promptWords({
  prefix,
  texts,
}: Pick<LoadRecord['workload'], 'prefix' | 'texts'>): string | undefined {
  if (prefix === undefined) return undefined
  const turns =
    texts === undefined || prefix === 'warm' ? '' : `; ${texts} texts took turns behind it`
  return `${promptNoteLead}${beginnings(prefix)}${turns}`
}

function beginnings(prefix: string): string {
  if (prefix === 'warm') return 'as written, again and again (warm prefix)'
  const [, kind, tokens, grouped] = /^(cold|shared)(?: (\d+))?( by document)?$/.exec(prefix) ?? []
  if (kind === undefined) return `of a mix (prefixes: ${prefix})`
  const first = tokens === undefined ? '' : `the same first ${tokens} tokens, then `
  const own = grouped === undefined ? 'each of its own' : 'each document of its own'
  return `${first}${own} (${kind} prefix)`
}

const chunksCounted =
  'tokens: a chunk of a stream counts as one where the server reports none (`tokens: chunks`)'

const repeatedPrompts =
  'some prompts were sent more than once, because they cannot start with a unique prefix: server caches may have helped'
