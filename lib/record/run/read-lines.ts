import { readSync } from 'node:fs'

const chunkBytes = 256 * 1024
const lineFeed = 0x0a

/** One line of a file, with its position. */
export interface TextLine {
  /** From 1. */
  readonly number: number
  readonly text: string
  readonly atByte: number
  readonly bytes: number
  /** It ends with a line feed: the last line of a truncated file does not. */
  readonly isWhole: boolean
}

/** Reads an open file line by line, with one line in memory at a time. */
export function* readLines(descriptor: number): Generator<TextLine> {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  let parts: Buffer[] = []
  let atByte = 0
  let number = 1
  const lineOf = (isWhole: boolean): TextLine => {
    const line = Buffer.concat(parts)
    parts = []
    return { number: number++, text: line.toString('utf8'), atByte, bytes: line.length, isWhole }
  }
  for (let position = 0; ; ) {
    const bytes = readSync(descriptor, chunk, 0, chunkBytes, position)
    if (bytes === 0) break
    position += bytes
    for (let from = 0; from < bytes; ) {
      const found = chunk.indexOf(lineFeed, from)
      const end = found === -1 || found >= bytes ? bytes : found
      // Copied, because the buffer is reused.
      parts.push(Buffer.from(chunk.subarray(from, end)))
      from = end + 1
      if (end === bytes) break
      const line = lineOf(true)
      yield line
      atByte += line.bytes + 1
    }
  }
  if (parts.some(({ length }) => length > 0)) yield lineOf(false)
}

/** A part of an open file as text. */
export function readPart(descriptor: number, atByte: number, bytes: number): string {
  const part = Buffer.allocUnsafe(bytes)
  for (let got = 0; got < bytes; ) {
    const more = readSync(descriptor, part, got, bytes - got, atByte + got)
    if (more === 0) throw new RangeError(`the file has become shorter than ${atByte + bytes} bytes`)
    got += more
  }
  return part.toString('utf8')
}
