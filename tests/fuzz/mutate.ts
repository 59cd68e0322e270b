import { seededRandom } from '../../lib/stats/seeded-random.ts'

/** Values that people and programs put where another kind of value belongs. */
const oddValues = [
  ...['null', '~', '""', "''", 'true', '0', '-1', '1.5', '1e999', '.inf', '.nan', '007'],
  ...['9007199254740993', '99999999999999999999', '{}', '[]', '[[]]', '{ a: { b: [1] } }'],
  ...['"x"', '< 1', '">= 1"', '10ms', '10 parsecs', '101%', '-5%', 'one of []', '/(/', '1..0'],
  ...['${HOME}', '${', '${A:-b}', '*a', '&a x', '!!str 1', '|', '>', '%', '@', '`', '- -'],
  ...['\\u0000', '\u202e', '\u009b31m', '\ud83d', '\u00e9', 'a'.repeat(2_000), '['.repeat(200)],
  ...['__proto__', 'constructor', '<<: *a', 'https://user:pw@host/x', '/proc/self/environ'],
]

/** Common keys, inserted where they do not belong. */
const oddKeys = ['suite', 'tests', 'name', 'at', 'expect', 'workers', 'runs', '__proto__', 'length']

type Random = () => number
type Mutation = (text: string, random: Random, others: readonly string[]) => string

const mutations: readonly Mutation[] = [
  dropLine,
  repeatLine,
  swapLines,
  indentLine,
  cutOff,
  changeCharacter,
  replaceValue,
  replaceValue,
  replaceKey,
  dropJsonMember,
  lineOfAnother,
  putIn,
]

/**
 * A damaged copy of a text, one to four times. The same seed gives the same one.
 * @param others texts whose lines may be inserted
 */
export function mutate(text: string, seed: number, others: readonly string[]): string {
  const random = seededRandom(seed)
  let mutant = text
  for (let times = 1 + below(random, 4); times > 0; times -= 1) {
    mutant = pick(mutations, random)(mutant, random, others)
  }
  return mutant
}

function dropLine(text: string, random: Random): string {
  const lines = text.split('\n')
  lines.splice(below(random, lines.length), 1)
  return lines.join('\n')
}

function repeatLine(text: string, random: Random): string {
  const lines = text.split('\n')
  const at = below(random, lines.length)
  lines.splice(at, 0, lines[at] ?? '')
  return lines.join('\n')
}

function swapLines(text: string, random: Random): string {
  const lines = text.split('\n')
  const [a, b] = [below(random, lines.length), below(random, lines.length)]
  const first = lines[a] ?? ''
  lines[a] = lines[b] ?? ''
  lines[b] = first
  return lines.join('\n')
}

function indentLine(text: string, random: Random): string {
  const lines = text.split('\n')
  const at = below(random, lines.length)
  const line = lines[at] ?? ''
  lines[at] = random() < 0.5 ? ` ${line}` : line.replace(/^ {1,2}/, '')
  return lines.join('\n')
}

function cutOff(text: string, random: Random): string {
  return text.slice(0, below(random, text.length + 1))
}

function changeCharacter(text: string, random: Random): string {
  const at = below(random, text.length)
  const other = pick([...':-,{}[]"\'\\\n\t #&*!|>%@`0a', '\u0000', '\ufeff', '\r'], random)
  return text.slice(0, at) + other + text.slice(at + 1)
}

function replaceValue(text: string, random: Random): string {
  return replaceOne(
    text,
    /(?<=[:,[] ?)(?:"(?:[^"\\\n]|\\.)*"|[^\s,{}[\]"][^,{}[\]\n]*)/g,
    random,
    oddValues,
  )
}

function replaceKey(text: string, random: Random): string {
  return replaceOne(text, /[A-Za-z_]\w*(?="?:)/g, random, oddKeys)
}

function replaceOne(text: string, what: RegExp, random: Random, by: readonly string[]): string {
  const found = [...text.matchAll(what)]
  const match = found[below(random, found.length)]
  if (!match) return text
  return text.slice(0, match.index) + pick(by, random) + text.slice(match.index + match[0].length)
}

/** For JSON, so that the result is still JSON: a member less, or one with another value. */
function dropJsonMember(text: string, random: Random): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return dropLine(text, random)
  }
  const holders: object[] = []
  const visit = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return
    if (Object.keys(inner).length > 0) holders.push(inner)
    for (const each of Object.values(inner)) visit(each)
  }
  visit(value)
  const holder = holders[below(random, holders.length)]
  if (!holder) return text
  const key = pick(Object.keys(holder), random)
  const odd = [undefined, null, 0, -1, '', 'x', [], {}, [null], true, 1e300]
  const other = pick(odd, random)
  if (other !== undefined) Reflect.set(holder, key, other)
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else Reflect.deleteProperty(holder, key)
  return JSON.stringify(value)
}

function lineOfAnother(text: string, random: Random, others: readonly string[]): string {
  const foreign = pick(pick(others, random).split('\n'), random)
  const lines = text.split('\n')
  lines.splice(below(random, lines.length + 1), 0, foreign)
  return lines.join('\n')
}

function putIn(text: string, random: Random): string {
  const at = below(random, text.length + 1)
  return text.slice(0, at) + pick(oddValues, random) + text.slice(at)
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit)
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[below(random, from.length)] as T
}
