import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { limits } from '../limits.ts'
import { nearestName } from '../nearest-name.ts'
import { type Problem, shownFile, UserError } from '../user-error.ts'

// Without O_NONBLOCK opening a named pipe would wait for a writer forever.
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Reads a regular UTF-8 file within the size limit; anything else is a `UserError`.
 * @param maxBytes the limit, for files of data; default that of files that people write
 */
export async function readText(file: string, maxBytes: number = limits.sizeBytes): Promise<string> {
  try {
    const handle = await open(file, flags)
    try {
      checkKind(file, await handle.stat(), maxBytes)
      return decode(file, await handle.readFile(), maxBytes)
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw asUserError(file, error)
  }
}

/** Like `readText`, synchronously, for example for a runner's configuration hooks. */
export function readTextSync(file: string, maxBytes: number = limits.sizeBytes): string {
  try {
    const descriptor = openSync(file, flags)
    try {
      checkKind(file, fstatSync(descriptor), maxBytes)
      return decode(file, readFileSync(descriptor), maxBytes)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    throw asUserError(file, error)
  }
}

/**
 * Opens a regular file of a limited size, to be read in chunks; anything else is a `UserError`.
 * @returns a descriptor, to be closed by the caller
 */
export function openTextSync(file: string, maxBytes: number): number {
  try {
    const descriptor = openSync(file, flags)
    try {
      checkKind(file, fstatSync(descriptor), maxBytes)
      return descriptor
    } catch (error) {
      closeSync(descriptor)
      throw error
    }
  } catch (error) {
    throw asUserError(file, error)
  }
}

/** The problem of a text that is too large, or none. */
export function sizeProblem(
  file: string,
  bytes: number,
  maxBytes: number = limits.sizeBytes,
): Problem | undefined {
  if (bytes <= maxBytes) return undefined
  const message = `the file has ${bytes} bytes, and at most ${maxBytes} are read`
  return { code: 'file_too_large', message: `${shownFile(file)}: ${message}` }
}

function checkKind(file: string, stats: Stats, maxBytes: number): void {
  if (stats.isDirectory()) throw refuse(file, 'file_is_directory', 'is a directory, not a file')
  if (!stats.isFile()) throw refuse(file, 'file_not_regular', 'is a device or pipe, not a file')
  const problem = sizeProblem(file, stats.size, maxBytes)
  if (problem) throw new UserError([problem])
}

function decode(file: string, bytes: Buffer, maxBytes: number): string {
  // Checked again: a file can grow, and files of the kernel claim to be empty.
  const problem = sizeProblem(file, bytes.length, maxBytes)
  if (problem) throw new UserError([problem])
  const first = bytes.subarray(0, 2).toString('hex')
  if (first === 'fffe' || first === 'feff') {
    throw refuse(file, 'not_utf8', 'is encoded as UTF-16', 'a file saved as UTF-8')
  }
  if (decodes(bytes)) return bytes.toString('utf8')
  throw new UserError([notUtf8(file, bytes)])
}

/** The problem of the first invalid UTF-8 byte, with its position. */
function notUtf8(file: string, bytes: Buffer): Problem {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (decodes(bytes.subarray(0, middle), { stream: true })) low = middle
    else high = middle - 1
  }
  // A chunk that ends inside a character is valid so far: step back to its beginning.
  while (low > 0 && !decodes(bytes.subarray(0, low))) low -= 1
  const before = bytes
    .subarray(0, low)
    .toString('utf8')
    .replace(/^\ufeff/, '')
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  const byte = bytes[low]?.toString(16).padStart(2, '0')
  return {
    code: 'not_utf8',
    message: `invalid UTF-8 byte 0x${byte}`,
    place: { file, line, column, endColumn: column + 1 },
    expected: 'a file saved as UTF-8',
  }
}

function decodes(bytes: Buffer, options?: { stream: boolean }): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, options)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

const openErrors: Readonly<Record<string, readonly [code: string, words: string]>> = {
  ENOENT: ['file_missing', 'does not exist'],
  ENOTDIR: ['file_missing', 'does not exist: a part of its path is a file, not a directory'],
  EISDIR: ['file_is_directory', 'is a directory, not a file'],
  EACCES: ['file_not_readable', 'may not be read by this user'],
  EPERM: ['file_not_readable', 'may not be read by this user'],
  ELOOP: ['file_not_readable', 'is a link that leads to itself'],
}

function asUserError(file: string, error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error
  const cause = (error as NodeJS.ErrnoException).code ?? error.name
  const [code, words] = openErrors[cause] ?? ['file_not_readable', `cannot be read (${cause})`]
  const suggestion = code === 'file_missing' ? neighbour(file) : undefined
  return refuse(file, code, words, undefined, suggestion)
}

/** A file beside the missing one with a similar name. */
function neighbour(file: string): string | undefined {
  try {
    // A broken symbolic link has an entry, but is not a suggestion.
    const others = readdirSync(dirname(file)).filter((name) => name !== basename(file))
    const near = nearestName(basename(file), others)
    return near === undefined ? undefined : shownFile(join(dirname(file), near))
  } catch (error) {
    // Without a directory there is no suggestion, and no second problem.
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

function refuse(
  file: string,
  code: string,
  words: string,
  expected?: string,
  suggestion?: string,
): UserError {
  const message = `the file ${shownFile(file)} ${words}`
  return new UserError([
    {
      code,
      message,
      ...(expected !== undefined && { expected }),
      ...(suggestion !== undefined && { suggestion }),
    },
  ])
}
