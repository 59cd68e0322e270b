import { readlinkSync, realpathSync } from 'node:fs'
import { delimiter, isAbsolute, relative, resolve } from 'node:path'
import { shownFile, UserError } from '../user-error.ts'

/**
 * Refuses a file that a spec or a workload names outside the project: a change to a repository could
 * otherwise have any file of the machine that tests it read, shown and sent to a worker. So are hidden files
 * of the project, such as `.env` and `.git/config`, which contain secrets and are in no repository. Links
 * are resolved. `CLUSTERGATE_FILES`, a list of folders as in `PATH`, permits more.
 * @param folders the project, and the folder of the file that names this one
 * @throws UserError for a file outside all of them, and for a hidden one
 */
export function expectInside(file: string, folders: readonly string[]): void {
  const path = real(file)
  const ways = folders.flatMap((folder) => wayTo(path, real(resolve(folder))) ?? [])
  if (ways.some((way) => !isHidden(way)) || isPermitted(path)) return
  throw refuse(
    file,
    ways.length > 0 ? 'is hidden, or in a hidden folder' : 'is outside the project',
  )
}

/**
 * Refuses a link in the project that leads out of it, or to a hidden file, for files that are read because
 * of their place: specs, baselines, the cluster file. One whose own path is outside was named by the user.
 * @param root the project; default the working directory
 * @throws UserError
 */
export function expectNoLinkOut(file: string, root?: string): void {
  const why = linkOut(file, root)
  if (why !== undefined) throw refuse(file, why)
}

/** How a path in the project leads out of it, or to a hidden file, by links; undefined if it does not. */
export function linkOut(file: string, root = process.cwd()): string | undefined {
  const named = wayTo(resolve(file), resolve(root))
  if (named === undefined) return undefined
  const path = real(file)
  // Without a link on the whole way there is none from the project either.
  if (path === resolve(file)) return undefined
  const way = wayTo(path, real(root))
  if (way === named || (way !== undefined && !isHidden(way)) || isPermitted(path)) return undefined
  return way === undefined ? 'is a link out of the project' : 'is a link to a hidden file'
}

/**
 * Like `linkOut`, for a file to be written: only if it is a link itself, so that links to folders are followed.
 * @param root the project, such as Vitest's root; for a file outside it, the working directory is
 */
export function fileLinkOut(file: string, root: string): string | undefined {
  if (targetOf(file) === undefined) return undefined
  return linkOut(file, wayTo(resolve(file), resolve(root)) === undefined ? process.cwd() : root)
}

/** The relative path from a folder to a path inside it. */
function wayTo(path: string, folder: string): string | undefined {
  const way = relative(folder, path)
  return /^\.\.(?:[\\/]|$)/.test(way) || isAbsolute(way) ? undefined : way
}

/** Kubernetes links mounted files by folders such as `..data`: these are not hidden. */
function isHidden(way: string): boolean {
  return way.split(/[\\/]/).some((name) => /^\.[^.]/.test(name))
}

function isPermitted(path: string): boolean {
  const permitted = (process.env.CLUSTERGATE_FILES ?? '').split(delimiter).filter(Boolean)
  return permitted.some((folder) => wayTo(path, real(resolve(folder))) !== undefined)
}

/** With its symbolic links resolved, also those to files that are missing: to write there creates them. */
function real(path: string, linksLeft = maxLinks): string {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = resolve(path, '..')
    if (parent === path) return path
    const inParent = resolve(real(parent, linksLeft), relative(parent, path))
    const target = linksLeft > 0 ? targetOf(inParent) : undefined
    return target === undefined ? inParent : real(resolve(inParent, '..', target), linksLeft - 1)
  }
}

/** As many as the kernel follows (ELOOP). */
const maxLinks = 40

/** The target of a symbolic link; undefined for anything else. */
function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

function refuse(file: string, why: string): UserError {
  return new UserError([
    {
      code: 'file_outside_project',
      message: `the file ${shownFile(file)} ${why}, so it is not used`,
      expected:
        'a file of the project; the environment variable CLUSTERGATE_FILES permits other folders',
    },
  ])
}
