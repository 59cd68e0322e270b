import { closeSync } from 'node:fs'
import { jsonFault } from '../../source/json-fault.ts'
import { readLines, readPart, type TextLine } from './read-lines.ts'
import type { EndLine, RunLine, StartLine } from './run-lines.ts'
import type { CaseRecord, ClusterRecord, ErrorRecord, FileRecord, RunSource } from './run-record.ts'

/** A file of run lines that cannot be read; `line` and `column` count from 1. */
export class RunLinesError extends Error {
  readonly code = 'RUN_LINES_UNREADABLE'
  readonly line: number
  readonly column: number

  constructor(line: number, message: string, column = 1) {
    super(message)
    this.line = line
    this.column = column
  }
}

/** The problem of a line, by the schema; undefined if there is none. */
export type LineCheck = (line: RunLine) => string | undefined

/**
 * A run that was written as JSON Lines. Memory has the position of each case, not the case: cases are read
 * while iterating.
 */
export class RunLineFile implements Disposable {
  readonly #descriptor: number
  readonly #files = new Map<string, FileIndex>()
  #start: StartLine | undefined
  #cluster: ClusterRecord | undefined
  #end: EndLine | undefined
  #lastAtMs = 0

  /**
   * Takes over the descriptor of an open file.
   * @throws RunLinesError
   */
  constructor(descriptor: number, check: LineCheck) {
    this.#descriptor = descriptor
    try {
      for (const line of readLines(descriptor)) this.#note(line, check)
      if (!this.#start) throw new RunLinesError(1, 'the file is empty')
    } catch (error) {
      closeSync(descriptor)
      throw error
    }
  }

  /** To be iterated until this is disposed. */
  get run(): RunSource {
    const { schemaVersion, startedAt, environment } = this.#start as StartLine
    const end = this.#end
    return {
      schemaVersion,
      startedAt,
      durationMs: end?.durationMs ?? this.#lastAtMs,
      ended: end?.ended ?? 'cut_off',
      environment,
      ...(this.#cluster && { cluster: this.#cluster }),
      files: [...this.#files.values()].map((file) => ({
        ...file.record,
        cases: { [Symbol.iterator]: () => this.#casesOf(file) },
      })),
      errors: end?.errors ?? [cutOff(this.#lastAtMs)],
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }

  #note(line: TextLine, check: LineCheck): void {
    // The process was killed, or the disk was full, while it wrote this.
    if (!line.isWhole) return
    const parsed = parse(line)
    if (!this.#start) this.#start = startOf(parsed, line.number)
    const wrong = check(parsed)
    if (wrong !== undefined) throw new RunLinesError(line.number, wrong)
    if (parsed.kind === 'cluster') this.#cluster = parsed.cluster
    if (parsed.kind === 'end') this.#end = parsed
    if (parsed.kind === 'case') {
      this.#lastAtMs = parsed.atMs
      const { file, durationMs } = parsed.case
      const index = this.#indexOf(file, parsed.stage)
      index.places.push(line.atByte, line.bytes)
      // Until the file's own line is read, which a run that was cut off may lack.
      if (!index.isEnded) {
        const soFar = index.record.durationMs + durationMs
        index.record = { ...index.record, durationMs: soFar }
      }
    }
    if (parsed.kind === 'file') {
      this.#lastAtMs = parsed.atMs
      const index = this.#indexOf(parsed.file.file, parsed.file.stage)
      index.record = parsed.file
      index.isEnded = true
    }
  }

  #indexOf(file: string, stage: string): FileIndex {
    const key = JSON.stringify([stage, file])
    const known = this.#files.get(key)
    if (known) return known
    const index = {
      record: { file, stage, durationMs: 0, errors: [] },
      isEnded: false,
      places: [],
    }
    this.#files.set(key, index)
    return index
  }

  *#casesOf({ places }: FileIndex): Generator<CaseRecord> {
    for (let at = 0; at < places.length; at += 2) {
      const text = readPart(this.#descriptor, places[at] ?? 0, places[at + 1] ?? 0)
      yield JSON.parse(text).case
    }
  }
}

interface FileIndex {
  record: Omit<FileRecord, 'cases'>
  isEnded: boolean
  /** For each case, the offset of its line and its length, in bytes; in one array to save memory. */
  readonly places: number[]
}

function parse({ text, number }: TextLine): RunLine {
  try {
    return JSON.parse(text)
  } catch {
    const { message, column } = jsonFault(text)
    throw new RunLinesError(number, message, column)
  }
}

function startOf(line: RunLine | null, number: number): StartLine {
  if (line?.kind !== 'start')
    throw new RunLinesError(number, 'it does not begin with the start of a run')
  return line
}

function cutOff(lastAtMs: number): ErrorRecord {
  const seconds = (lastAtMs / 1_000).toFixed(1)
  const message = `the run was cut off: its process ended before the run did. The last that it wrote was ${seconds} s after its start; what it had not written by then is missing here`
  return { name: 'RunCutOff', message }
}
