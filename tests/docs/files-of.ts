import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './pages.ts'

/** The files of a folder of the repository and below it whose names match, from the root; none of packages. */
export function filesOf(folder: string, name: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map(({ parentPath, name: file }) =>
      relative(root, join(parentPath, file)).replaceAll('\\', '/'),
    )
    .filter((file) => !/(?:^|\/)(?:node_modules|\.tmp)\//.test(file))
}
