import { realpathSync } from 'node:fs'
import { delimiter, isAbsolute, relative, resolve } from 'node:path'
import { shownFile, UserError } from './user-error.ts'

/**
 * Refuses a file that a spec or a workload names outside the project: a change to a repository could
 * otherwise have any file of the machine that tests it read, shown and sent to a worker. Links are
 * resolved. `CLUSTERGATE_FILES`, a list of folders as in `PATH`, permits more.
 * @param folders the project, and the folder of the file that names this one
 * @throws UserError for a file outside all of them
 */
export function expectInside(file: string, folders: readonly string[]): void {
  const permitted = (process.env.CLUSTERGATE_FILES ?? '').split(delimiter).filter(Boolean)
  const roots = [...folders, ...permitted].map((folder) => real(resolve(folder)))
  const path = real(file)
  if (roots.some((root) => isInside(path, root))) return
  throw new UserError([
    {
      code: 'file_outside_project',
      message: `the file ${shownFile(file)} is outside the project, so it is not read`,
      expected:
        'a file of the project; the environment variable CLUSTERGATE_FILES permits other folders',
    },
  ])
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path)
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way))
}

/** With its symbolic links resolved, as far as it exists. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = resolve(path, '..')
    return parent === path ? path : resolve(real(parent), relative(parent, path))
  }
}
