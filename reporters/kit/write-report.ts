import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { draftOf } from '../../lib/record/run/run-files.ts'
import { fileLinkOut } from '../../lib/source/files/outside-file.ts'

/** Bytes per write; large enough that the calls cost nothing, small compared with the heap. */
const batchCharacters = 256 * 1024

/**
 * Writes a report chunk by chunk, so that it is never completely in memory. A concurrent reader sees the
 * old report or the new one, never half of one, even if several runs write it at once.
 * @param root the project, which a link in the place of the report must not leave
 */
export function writeReport(
  file: string,
  chunks: Iterable<string>,
  root: string = process.cwd(),
): void {
  if (isSpecial(file)) {
    expectReader(file)
    writeBatches(openSync(file, 'w'), chunks)
    return
  }
  mkdirSync(dirname(file), { recursive: true })
  expectOwnFile(file, root)
  // Of a symbolic link, the target is replaced.
  const target = existsSync(file) ? realpathSync(file) : file
  const draft = draftOf(target)
  try {
    writeBatches(openSync(draft, 'wx'), chunks)
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** A pipe or a device, such as `/dev/stdout`, is written to and never replaced. */
export function isSpecial(file: string): boolean {
  try {
    const found = statSync(file)
    return !found.isFile() && !found.isDirectory()
  } catch {
    // It does not exist, or cannot be reached: writing reports why.
    return false
  }
}

/** Opening a pipe for writing waits until a process reads it, which may take forever. */
function expectReader(file: string): void {
  closeSync(openSync(file, constants.O_WRONLY | constants.O_NONBLOCK))
}

/**
 * A repository can contain a link in the place of a report, which would replace any file of this user.
 * @throws an error like those of the file system
 */
function expectOwnFile(file: string, root: string): void {
  const why = fileLinkOut(file, root)
  if (why === undefined) return
  throw Object.assign(new Error(why), { code: 'CLUSTERGATE_LINK_OUT', syscall: 'open' })
}

function writeBatches(descriptor: number, chunks: Iterable<string>): void {
  try {
    for (const batch of batches(chunks)) writeFileSync(descriptor, batch)
  } finally {
    closeSync(descriptor)
  }
}

/** Small chunks joined, so that each is worth a system call. */
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
