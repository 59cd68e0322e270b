import { existsSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'

/** Whether the file system refused something: any other error is a bug, and is kept. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}

/**
 * One sentence: which file cannot be written, why, what to do, and its current content.
 * @param begun what this run has written of it; undefined: nothing
 */
export function unwritable(file: string, error: NodeJS.ErrnoException, begun?: string): string {
  const there = isFile(file) ? `; the file there ${begun ?? 'is of an earlier run'}` : ''
  return `${shown(file)} cannot be written: ${remedyOf(file, error)}${there}`
}

function remedyOf(file: string, { code = '', message }: NodeJS.ErrnoException): string {
  const obstacle = obstacleTo(file)
  if (obstacle !== undefined) {
    return `${shown(obstacle)} is a file and not a folder: remove it, or choose another \`outputFile\``
  }
  const remedy = remedies[code]
  if (remedy === undefined) return message
  return code.startsWith('E') ? `${remedy} (${code})` : remedy
}

const remedies: Readonly<Record<string, string>> = {
  EACCES: 'permission denied: allow this user to write there, or choose another `outputFile`',
  EPERM: 'permission denied: allow this user to write there, or choose another `outputFile`',
  EROFS: 'the file system is read-only: choose another `outputFile`',
  ENOSPC: 'the disk is full: free some space, or choose another `outputFile`',
  EDQUOT: 'the disk quota is used up: free some space, or choose another `outputFile`',
  EISDIR: 'it is a folder: remove it, or choose another `outputFile`',
  ENXIO: 'no process reads this pipe: start its reader first, or choose another `outputFile`',
  ELOOP: 'it is a link that leads to itself: remove it, or choose another `outputFile`',
  CLUSTERGATE_LINK_OUT:
    'it is a link out of the project, or to a hidden file: remove it, or permit its folder by CLUSTERGATE_FILES',
  ENAMETOOLONG: 'the name is too long: choose another `outputFile`',
}

/** The first part of the path that is not a folder. */
function obstacleTo(file: string): string | undefined {
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (existsSync(folder)) return isFile(folder) ? folder : undefined
    if (folder === dirname(folder)) return undefined
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    // It does not exist, or cannot be reached.
    return false
  }
}

function shown(file: string): string {
  return relative(process.cwd(), file) || '.'
}
