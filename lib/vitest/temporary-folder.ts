import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../source/user-error.ts'
import { plainError } from './plain-error.ts'

/** A folder of this process, which is removed with it. */
export interface TemporaryFolder extends Disposable {
  readonly path: string
}

/**
 * A new folder for the temporary files of a run. It is removed when it is disposed or when the process
 * exits; folders of killed runs are removed first. `TMPDIR` is created if it is missing, as Vitest does.
 * @throws an error of one sentence if that fails
 */
export function temporaryFolder(): TemporaryFolder {
  const parent = tmpdir()
  const path = makeIn(parent)
  const remove = () => rmSync(path, { recursive: true, force: true })
  process.once('exit', remove)
  removeLeftovers(parent)
  return {
    path,
    [Symbol.dispose]: () => {
      process.off('exit', remove)
      remove()
    },
  }
}

function makeIn(parent: string): string {
  try {
    mkdirSync(parent, { recursive: true })
    return mkdtempSync(join(parent, `${prefix}${process.pid}-`))
  } catch (error) {
    throw noTemporaryFile(parent, error)
  }
}

/** An error of one sentence for a file of a run that cannot be written. */
export function noTemporaryFile(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  const message = `no temporary file can be written in ${folder} (${code})`
  const expected = `\`TMPDIR\` to be a folder ${isFull ? 'with free space' : 'that this user may write to'}`
  return plainError(new UserError([{ code: 'no_temporary_folder', message, expected }]))
}

/**
 * With the name of this machine: process ids of another one that shares the folder are meaningless here.
 */
const prefix = `clustergate-${hostname().replace(/[^\w.-]/g, '_')}-`

function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue
    const pid = /^(\d+)-\w{6}$/.exec(name.slice(prefix.length))?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) removeIfOurs(join(parent, name))
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs as another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function removeIfOurs(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Another user's, or another run is removing it.
    if (!['EPERM', 'EACCES', 'ENOENT', 'ENOTEMPTY'].includes(code ?? '')) throw error
  }
}
