import { readdirSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import { packagedFile } from '../cluster/packaged-file.ts'
import { statsOf } from '../source/files/stats-of.ts'
import { nearestName } from '../source/nearest-name.ts'
import type { Problem } from '../source/user-error.ts'

/** Base of names and paths. */
export interface WorkloadRoots {
  /** The project: names are looked up in its `config/workloads`. */
  readonly root: string
  /** Base of relative paths: the folder of the file that names them. */
  readonly folder: string
}

const extensions = ['.yaml', '.yml', '.json']
const home = 'config/workloads'

/**
 * The file of a workload: of a path, or of a name in the project's `config/workloads`, else in the
 * package's. Whether the path exists is not checked.
 */
export function locateWorkload(
  reference: string,
  { root, folder }: WorkloadRoots,
): { readonly file: string } | { readonly problem: Omit<Problem, 'code' | 'place'> } {
  if (isPath(reference)) return { file: resolve(folder, reference) }
  const own = join(root, home)
  const candidates = [own, packagedFile(home)].flatMap((place) =>
    extensions.map((extension) => join(place, reference + extension)),
  )
  const file = isName(reference) ? candidates.find(isFile) : undefined
  if (file !== undefined) return { file }
  const known = [...new Set([...namesIn(own), ...namesIn(packagedFile(home))])].sort()
  const suggestion = nearestName(reference, known)
  return {
    problem: {
      message: `no workload is named \`${reference}\``,
      expected: `one of ${known.join(', ')}, the path of a file, or a map`,
      ...(suggestion !== undefined && { suggestion }),
    },
  }
}

function isPath(reference: string): boolean {
  return /[\\/]/.test(reference) || extensions.some((extension) => reference.endsWith(extension))
}

/** Names that a file system accepts. */
function isName(reference: string): boolean {
  return reference.length <= 200 && !reference.includes('\0')
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .map((name) => parse(name))
      .filter(({ ext }) => extensions.includes(ext))
      .map(({ name }) => name)
  } catch (error) {
    // A project may have no workloads of its own.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw error
  }
}
