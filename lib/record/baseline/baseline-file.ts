import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { expectNoLinkOut } from '../../source/files/outside-file.ts'
import { readTextSync } from '../../source/files/read-text.ts'
import { jsonFault } from '../../source/json-fault.ts'
import { UserError } from '../../source/user-error.ts'
import { visibleText } from '../../source/visible-text.ts'
import type { Baseline, BaselineRun } from './baseline.ts'

/** A baseline file that cannot be used; the message names it. */
export class BaselineFileError extends Error {
  override readonly name = 'BaselineFileError'

  constructor(message: string) {
    super(visibleText(message))
  }
}

/** The name of a test in its baseline: with the worker if it runs on each. */
export function baselineName(test: string, workerId: string | undefined): string {
  return workerId === undefined ? test : `${test} › ${workerId}`
}

/** The path of a test's baseline: beside its spec, in a folder with the spec's name. */
export function baselinePath(specFile: string, test: string): string {
  const spec = basename(specFile).replace(/\.spec\.[a-z]+$/, '')
  return join(dirname(specFile), 'baselines', spec, `${fileName(test)}.json`)
}

/**
 * Undefined if there is none. Synchronous, because matchers are.
 * @throws BaselineFileError for a file that cannot be read or is not a baseline
 */
export function readBaseline(path: string): Baseline | undefined {
  try {
    expectNoLinkOut(path)
    return parseBaseline(readTextSync(path, maxBytes), path)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.problems.some(({ code }) => code === 'file_missing')) return undefined
    throw new BaselineFileError(error.message)
  }
}

/** Far more than that of any test. */
const maxBytes = 64 * 1024 * 1024

/** Writes it atomically. */
export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}.tmp`
  try {
    // Never through a link that someone has put there.
    await rm(unfinished, { force: true })
    await writeFile(unfinished, `${printJson(baseline, 0)}\n`, { flag: 'wx' })
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function parseBaseline(text: string, path: string): Baseline {
  let value: Partial<Baseline> | null
  try {
    value = JSON.parse(text)
  } catch {
    const { line, column, message } = jsonFault(text)
    throw new BaselineFileError(`${path}:${line}:${column}: ${message}`)
  }
  if (value?.schemaVersion !== 1) {
    const version = JSON.stringify(value?.schemaVersion) ?? 'nothing'
    throw new BaselineFileError(
      `${path}: not a baseline: its \`schemaVersion\` is ${version}, not 1`,
    )
  }
  const missing = (['suite', 'test', 'check', 'workers', 'runs'] as const).find(
    (key) => value[key] === undefined,
  )
  if (missing) throw new BaselineFileError(`${path}: not a baseline: it has no \`${missing}\``)
  const isWhole = Array.isArray(value.workers) && Array.isArray(value.runs) && hasLoads(value.runs)
  if (!isWhole) throw new BaselineFileError(`${path}: not a baseline: a run has no loads`)
  return value as Baseline
}

/** A file can contain anything, including `null` instead of a run. */
function hasLoads(runs: readonly (Partial<BaselineRun> | null)[]): boolean {
  return runs.length > 0 && runs.every((run) => Array.isArray(run?.loads) && run.loads.length > 0)
}

const longestName = 80

/**
 * Lower case letters, digits and dashes. A name with more than these and single spaces gets a few digits of
 * its hash: `p95 < 1s` and `p95 > 1s` are two tests.
 */
function fileName(test: string): string {
  const words = test.toLowerCase().match(/[a-z0-9]+/g) ?? ['test']
  const slug = words.join('-').slice(0, longestName)
  if (words.join(' ') === test && slug.length < longestName) return slug
  return `${slug}-${createHash('sha256').update(test).digest('hex').slice(0, 8)}`
}

const lineWidth = 100

/** JSON for reviews: a value that fits on a line is on one. */
function printJson(value: unknown, depth: number): string {
  const line = onOneLine(value)
  const isShort = depth > 0 && depth * 2 + line.length < lineWidth
  if (value === null || typeof value !== 'object' || isShort) return line
  const indent = '  '.repeat(depth + 1)
  const members = Array.isArray(value)
    ? value.map((item) => indent + printJson(item, depth + 1))
    : entriesOf(value).map(
        ([key, item]) => `${indent}${JSON.stringify(key)}: ${printJson(item, depth + 1)}`,
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${members.join(',\n')}\n${'  '.repeat(depth)}${close}`
}

function onOneLine(value: unknown): string {
  if (typeof value === 'number') return JSON.stringify(rounded(value))
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  const members = entriesOf(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`,
  )
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined)
}

/** Further digits are noise. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(7))
}
