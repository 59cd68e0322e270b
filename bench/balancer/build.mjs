import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from '../../scripts/build/bundle.mjs'

const root = join(import.meta.dirname, '../..')

/** Where the build is; another one, to compare the two, is named by `BENCH_DIST`. */
const dist = resolve(root, process.env.BENCH_DIST ?? 'dist')

/** A file of the build before this one, to measure both in the same run; undefined where `BENCH_BEFORE` names none. */
export function fileBefore(path) {
  const before = process.env.BENCH_BEFORE
  return before === undefined ? undefined : join(resolve(root, before), path)
}

/** The path of a file of the build, or undefined if it does not exist. */
export function builtFile(path) {
  const file = join(dist, path)
  return existsSync(file) ? file : undefined
}

export function fromBuild(path) {
  const file = builtFile(path)
  if (!file) throw new Error(`${join(dist, path)} is not there: npm run build`)
  return import(pathToFileURL(file).href)
}

/**
 * The folder with these modules of a build: its own if they are files there, else one into which they are bundled
 * from the sources beside it.
 */
export async function folderWith(paths, build = dist) {
  const own = resolve(root, build)
  if (paths.every((path) => existsSync(join(own, `${path}.js`)))) return own
  const sources = join(own, '..')
  const folder = join(root, 'bench/.tmp', basename(sources))
  await bundle(sources, folder, paths)
  return folder
}
