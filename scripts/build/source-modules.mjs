import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'

const root = join(import.meta.dirname, '../..')

/**
 * Modules of the sources as Node.js can load them, for programs that look inside the package: `lib/history/store`.
 * Their files are written into a folder below this package, by whose manifest they find what comes with it.
 * @returns the path of each
 */
export async function sourceModules(paths, folder) {
  await bundle(root, folder, paths)
  return paths.map((path) => join(folder, `${path}.js`))
}

/** The exports of such modules; they share common modules. */
export async function importSources(...paths) {
  const folder = join(root, 'bench/.tmp/sources', paths.join('+').replaceAll('/', '.'))
  const files = await sourceModules(paths, folder)
  return Promise.all(files.map((file) => import(pathToFileURL(file).href)))
}
