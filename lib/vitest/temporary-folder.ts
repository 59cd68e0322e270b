import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../source/user-error.ts'
import { plainError } from './plain-error.ts'

/**
 * A new folder for what a run writes down for itself. `TMPDIR` is made where it is missing, as Vitest does.
 * @throws an error of one sentence where that cannot be done
 */
export function temporaryFolder(): string {
  const parent = tmpdir()
  try {
    mkdirSync(parent, { recursive: true })
    return mkdtempSync(join(parent, 'clustergate-'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const message = `no temporary file can be written in ${parent} (${code})`
    const expected = '`TMPDIR` to be a folder that this user may write to'
    throw plainError(new UserError([{ code: 'no_temporary_folder', message, expected }]))
  }
}
