import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether this runs from the sources, and not from the package's bundle. */
export const areSources = import.meta.url.endsWith('.ts')

/**
 * Absolute path of a module that others open by its path, in the sources or in the build.
 * @param path from the package's root, without an extension, as in `scripts/build/entries.mjs`
 */
export function packagedModule(path: string): string {
  return packagedFile(areSources ? `${path}.ts` : `dist/${path}.js`)
}

/** Absolute path of a file of the package, in its sources or its build. */
export function packagedFile(path: string): string {
  root ??= packageRoot(dirname(fileURLToPath(import.meta.url)))
  return join(root, path)
}

/** The version of this package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(packagedFile('package.json'), 'utf8')).version
}

let root: string | undefined

function packageRoot(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'clustergate') {
    return folder
  }
  const parent = dirname(folder)
  if (parent === folder) throw new Error('the package clustergate is not complete: no package.json')
  return packageRoot(parent)
}
