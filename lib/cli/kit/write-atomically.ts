import { access, constants, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { expectNoLinkOut } from '../../source/files/outside-file.ts'
import { shownFile, UserError } from '../../source/user-error.ts'

/**
 * Fails before the work is done if its results could not be written.
 * @throws UserError
 */
export async function checkWritable(file: string): Promise<void> {
  const folder = dirname(resolve(file))
  const present = await presentAt(file)
  if (present && !present.isFile())
    throw refuse(file, 'file_not_writable', 'it is a folder, a device or a pipe')
  // A repository can contain a link in its place, which would replace any file of this user.
  if ((await lstat(file).catch(unlessAbsent))?.isSymbolicLink()) expectNoLinkOut(file)
  try {
    await access(folder, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'does not exist' : `is not writable (${code})`
    throw refuse(file, 'file_not_writable', `the folder ${shownFile(folder)} ${why}`)
  }
}

/**
 * Writes a file atomically: a concurrent reader sees the old content.
 * @throws UserError
 */
export async function writeAtomically(file: string, text: string): Promise<void> {
  // Of a symbolic link, the target is replaced.
  const target = (await realpath(file).catch(unlessAbsent)) ?? file
  const draft = `${target}.${process.pid}.tmp`
  try {
    // Never through a link that someone has put there.
    await rm(draft, { force: true })
    const handle = await open(draft, 'wx')
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    throw refuse(file, 'file_not_writable', (error as Error).message)
  }
}

async function presentAt(file: string) {
  try {
    return await stat(file).catch(unlessAbsent)
  } catch (error) {
    throw refuse(file, 'file_not_writable', (error as Error).message)
  }
}

function refuse(file: string, code: string, words: string): UserError {
  return new UserError([
    { code, message: `the file ${shownFile(file)} cannot be written: ${words}` },
  ])
}

function unlessAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
  throw error
}
