import type { MetricValue } from '../../units/dimension.ts'
import { jsonNull, jsonText } from '../../units/json-text.ts'
import type { InexactNumber, JsonBody } from './json-body.ts'

const prefix = 'json.'

/** At most this many members are listed; a metric that a spec names is always found. */
const maxListed = 500
/** Maximum depth of the listed members. */
const maxDepth = 100

/**
 * The `json.*` metrics of a body. With `wanted`, those; without, every scalar and array of the body by its
 * path, such as `json.data[0].id` and `json.data.length`.
 *
 *   path   = member *( "." member / index )
 *   index  = "[" 1*DIGIT "]"
 */
export function jsonMetrics(
  document: JsonBody,
  wanted?: readonly string[],
): Record<string, MetricValue | undefined> {
  if (!document.ok) return {}
  const { value: top, inexact } = document
  if (!wanted) return Object.fromEntries(membersOf(top, inexact))
  const names = wanted.filter((name) => name.startsWith(prefix))
  return Object.fromEntries(
    names.map((name) => [name, metricOf(valueAt(top, name.slice(prefix.length)), inexact)]),
  )
}

/** Why there is no `json.*` metric although a condition needs one: the body is not JSON. */
export function whyNoJson(document: JsonBody, wanted: readonly string[] = []): string | undefined {
  const isAsked = wanted.some((name) => name.startsWith(prefix))
  return isAsked && !document.ok ? document.problem : undefined
}

type Inexact = (text: string) => InexactNumber | undefined

function valueAt(document: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]]+/g) ?? []
  return steps.reduce<unknown>((value, step) => memberOf(value, step), document)
}

function memberOf(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return step === 'length' ? value.length : value[Number(step)]
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined
  return (value as Record<string, unknown>)[step]
}

/** Objects have no value for a condition. */
function metricOf(value: unknown, inexact: Inexact): MetricValue | undefined {
  if (Array.isArray(value)) return value.map((item) => asText(item, inexact))
  if (value === null) return jsonNull
  if (typeof value === 'string') return inexact(value)?.written ?? jsonText(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

function asText(item: unknown, inexact: Inexact): string {
  if (typeof item === 'string') return inexact(item)?.written ?? item
  try {
    return JSON.stringify(item)
  } catch (error) {
    // Nesting may be deeper than `JSON.stringify` can write, though `JSON.parse` reads it.
    if (error instanceof RangeError) return Array.isArray(item) ? '[...]' : '{...}'
    throw error
  }
}

function membersOf(document: unknown, inexact: Inexact): [string, MetricValue][] {
  const listed: [string, MetricValue][] = []
  const visit = (value: unknown, path: string, depth = 0) => {
    if (listed.length >= maxListed) return
    const metric = metricOf(value, inexact)
    if (metric !== undefined) listed.push([prefix + path, metric])
    if (Array.isArray(value)) listed.push([`${prefix}${path}.length`, value.length])
    for (const [step, item] of depth < maxDepth ? stepsInto(value) : [])
      visit(item, joined(path, step), depth + 1)
  }
  visit(document, '')
  return listed
}

function joined(path: string, step: string): string {
  return path === '' ? step.replace(/^\./, '') : path + step
}

function stepsInto(value: unknown): [string, unknown][] {
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.map((item, index) => [`[${index}]`, item])
  return Object.entries(value).map(([key, item]) => [`.${key}`, item])
}
