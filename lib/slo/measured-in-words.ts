import { checkDefaults } from '../generated/check-defaults.ts'
import { maskSecrets } from '../source/secrets/mask-secrets.ts'
import { listed } from '../units/listed.ts'
import type { SloTest } from './slo.ts'

/** A part of a sentence; `code` is written by a user or a word of the spec language. */
export type Words = readonly (string | { readonly code: string })[]

/**
 * How a test is measured, in phrases to be joined by commas: `100 requests at each level`,
 * `at a concurrency of 5 and 15`. Omitted options are included if they set how much is measured.
 */
export function measuredInWords({ check, writtenOptions, prefix }: SloTest): Words[] {
  const defaults = defaultsOf(check)
  const reported = Object.keys(defaults).filter((name) => defaultsToReport.has(name))
  const names = new Set([...Object.keys(writtenOptions), ...reported])
  const inOrder = [...order.filter((name) => names.has(name)), ...names]
  return [...new Set(inOrder)].flatMap((name) => {
    const value = Object.hasOwn(writtenOptions, name) ? writtenOptions[name] : defaults[name]
    const words = (ofCheck[check]?.[name] ?? options[name] ?? asWritten(name))(value)
    if (words.length === 0) return []
    const isSent = name === 'workload' && prefix !== undefined
    return [isSent ? [...words, ` with a ${prefix} prefix`] : words]
  })
}

/** Its workers, and its requirements on them. */
export function runsInWords({ runs, selection, requiredWorkers }: SloTest): Words {
  const needs =
    requiredWorkers === undefined
      ? []
      : [`; needs ${requiredWorkers} ${requiredWorkers === 1 ? 'worker' : 'workers'}`]
  const named = [selection ?? []].flat().filter((name) => !/^(each worker|all workers)$/.test(name))
  const whom: Words =
    named.length === 0
      ? [runs === 'each' ? 'each worker' : 'all workers together']
      : [runs === 'each' ? 'each of ' : '', ...listOf(named), runs === 'each' ? '' : ' together']
  return [...whom.filter((word) => word !== ''), ...needs]
}

function defaultsOf(check: string): Readonly<Record<string, unknown>> {
  return Object.entries(checkDefaults).find(([kind]) => kind === check)?.[1] ?? {}
}

type InWords = (value: unknown) => Words

/** Defaults that set how much is measured, or with what. */
const defaultsToReport = new Set([
  ...['requests', 'sessions', 'requests_per_session', 'count', 'samples', 'rounds'],
  ...['repetitions', 'duration', 'slower', 'max_queue', 'workload'],
])

/** First how much, then how it is sent, then what. */
const order = [
  ...['run', 'url', 'method', 'path', 'record', 'name', 'host', 'port'],
  ...['requests', 'tasks', 'sessions', 'requests_per_session', 'count', 'samples', 'rounds'],
  ...['rate', 'stages', 'trace', 'duration', 'concurrency', 'workers', 'compare'],
  ...['repetitions', 'max_repetitions', 'open_loop', 'find', 'slo', 'workload', 'max_tokens'],
]

/** Options with the same meaning in every check. */
const options: Readonly<Record<string, InWords>> = {
  run: (value) => ['runs ', code([value].flat().join(' '))],
  url: (value) => ['asks ', code(value)],
  method: (value) => [code(value)],
  path: (value) => ['path ', code(value)],
  record: (value) => ['record ', code(value)],
  name: (value) => ['name ', code(value)],
  host: (value) => ['host ', code(value)],
  port: (value) => ['port ', code(value)],
  requests: (value) => [counted(value, 'request')],
  tasks: (value) => [counted(value, 'task')],
  sessions: (value) => [counted(value, 'session')],
  requests_per_session: (value) => [`${counted(value, 'request')} in each`],
  samples: (value) => [counted(value, 'sample')],
  rounds: (value) => [counted(value, 'round')],
  rate: (value) => ['at a rate of ', code(value)],
  duration: (value) => ['for ', code(value)],
  concurrency: (value) => [`at a concurrency of ${numbers(value)}`],
  workers: (value) => [`on ${numbers(value)} ${value === 1 ? 'worker' : 'workers'}`],
  repetitions: (value) => [`each level ${times(value)} at least`],
  max_repetitions: (value) => [`${times(value)} at most`],
  confidence: (value) => ['with a confidence of ', code(value)],
  workload: (value) =>
    typeof value === 'string' ? ['workload ', code(value)] : ['a workload of its own'],
  max_tokens: (value) =>
    value === 'none' ? ['no limit on tokens'] : [`responses of up to ${counted(value, 'token')}`],
  strategy: (value) => ['strategy ', code(value)],
  max_queue: (value) => [`a queue of ${value}`],
  slower: (value) => ['a worker ', code(value), ' slower'],
  warmup: (value) => [`after ${counted(value, 'request')} that do not count`],
  timeout: (value) => ['a limit of ', code(value), ' each'],
  interval: (value) => [code(value), ' apart'],
  open_loop: (value) => [
    'then in an open loop at ',
    ...listOf([value].flat().map(String)),
    ' of its throughput',
  ],
  slo: (value) => ['good within ', code(pairs(value))],
  compare: (value) => comparedSides(value),
}

/** Options whose meaning depends on the check. */
const ofCheck: Readonly<Record<string, Readonly<Record<string, InWords>>>> = {
  benchmark: {
    requests: (value) => [`${counted(value, 'request')} at each level, by each side`],
  },
  ping: { count: (value) => [counted(value, 'packet')] },
  tcp: { count: (value) => [counted(value, 'connection')] },
  overload: { requests: (value) => [`${counted(value, 'request')} at once`] },
}

/** For an option without a phrase: `seed: 7`. */
function asWritten(name: string): InWords {
  // Headers and variables may contain secrets, bodies are long: their names suffice.
  const hidden = ['headers', 'env', 'json', 'body', 'prompt']
  return (value) => {
    if (hidden.includes(name)) return [`${name} of its own`]
    return [code(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)]
  }
}

function comparedSides(value: unknown): Words {
  const { baseline, candidate = 'all' } = value as { baseline?: unknown; candidate?: unknown }
  const side = (name: unknown): Words =>
    typeof name === 'string' ? [code(name)] : listOf((name as readonly string[]) ?? [])
  return ['the workers ', ...side(candidate), ' against ', ...side(baseline)]
}

function code(value: unknown): { readonly code: string } {
  return { code: maskSecrets(String(value)) }
}

function listOf(names: readonly string[]): Words {
  return names.flatMap((name, index) => [
    ...(index === 0 ? [] : [index === names.length - 1 ? ' and ' : ', ']),
    code(name),
  ])
}

function numbers(value: unknown): string {
  return listed([value].flat().map(String))
}

function counted(value: unknown, noun: string): string {
  return `${value} ${noun}${value === 1 ? '' : 's'}`
}

function times(value: unknown): string {
  return value === 1 ? 'once' : value === 2 ? 'twice' : `${value} times`
}

function pairs(value: unknown): string {
  return Object.entries(value as object)
    .map(([name, limit]) => `${name} ${limit}`)
    .join(', ')
}
