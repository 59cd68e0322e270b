import { closeSync, readSync } from 'node:fs'
import { openTextSync } from '../../source/files/read-text.ts'
import { UserError } from '../../source/user-error.ts'
import { type DataBudget, dataLimits } from '../data-budget.ts'

const chunkBytes = 256 * 1024

/**
 * The lines of a UTF-8 file, without their ends; only a part of it is in memory at a time.
 * @throws UserError for a file that cannot be read, is not UTF-8 or is too large
 */
export function* linesOf(file: string, budget: DataBudget): Generator<string> {
  let rest = ''
  for (const text of textChunks(file, budget)) {
    if (!text.includes('\n')) {
      rest += text
      continue
    }
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield withoutReturn(line)
  }
  if (rest !== '') yield withoutReturn(rest)
}

/** The whole text of a file; see `linesOf`. */
export function wholeText(file: string, budget: DataBudget): string {
  return [...textChunks(file, budget)].join('')
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function* textChunks(file: string, budget: DataBudget): Generator<string> {
  budget.takeFile()
  const descriptor = openTextSync(file, dataLimits.bytes)
  try {
    // The decoder removes a byte order mark.
    const decoder = new TextDecoder('utf-8', { fatal: true })
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let line = 1
    const decode = (bytes?: Buffer): string => {
      try {
        return decoder.decode(bytes, { stream: bytes !== undefined })
      } catch (error) {
        if (error instanceof TypeError) throw notUtf8(file, line)
        throw error
      }
    }
    for (
      let bytes = readSync(descriptor, buffer);
      bytes > 0;
      bytes = readSync(descriptor, buffer)
    ) {
      budget.takeBytes(bytes)
      const text = decode(buffer.subarray(0, bytes))
      if (text.includes('\0')) throw notText(file, line)
      yield text
      line += text.split('\n').length - 1
    }
    yield decode()
  } finally {
    closeSync(descriptor)
  }
}

function notText(file: string, line: number): UserError {
  return new UserError([
    {
      code: 'not_text',
      message: 'in this line or below it there is a NUL character',
      place: { file, line, column: 1 },
      expected: 'a text file',
    },
  ])
}

/** After this line: the exact position would require decoding the chunk byte by byte. */
function notUtf8(file: string, line: number): UserError {
  return new UserError([
    {
      code: 'not_utf8',
      message: 'in this line or below it, a byte is not valid UTF-8',
      place: { file, line, column: 1 },
      expected: 'a file saved as UTF-8',
    },
  ])
}
