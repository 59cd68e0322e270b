import { type Stats, statSync } from 'node:fs'

/** What a path leads to; undefined if it leads nowhere, as a link to itself does. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) return undefined
    throw error
  }
}
