import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Written at once; large enough that the calls cost nothing, small beside the heap. */
const batchCharacters = 256 * 1024

/**
 * Writes a report piece by piece, so that it never stands in memory as a whole. Whoever reads the file finds
 * the old report or the new one, never half of one.
 */
export function writeReport(file: string, chunks: Iterable<string>): void {
  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.${process.pid}.tmp`
  try {
    const descriptor = openSync(unfinished, 'w')
    try {
      for (const batch of batches(chunks)) writeFileSync(descriptor, batch)
    } finally {
      closeSync(descriptor)
    }
    renameSync(unfinished, file)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/** Small pieces put together, so that each is worth a call of the system. */
export function* batches(chunks: Iterable<string>): Generator<string> {
  let batch = ''
  for (const chunk of chunks) {
    batch += chunk
    if (batch.length >= batchCharacters) {
      yield batch
      batch = ''
    }
  }
  if (batch !== '') yield batch
}
