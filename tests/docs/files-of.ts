import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './pages.ts'

/** The files of a folder whose names match, by their paths from the root, with slashes; without dependencies. */
export function filesOf(folder: string, name: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => !file.includes('/node_modules/'))
}
