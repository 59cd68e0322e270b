import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { bundle } from './build/bundle.mjs'
import { entries } from './build/entries.mjs'

/** Bundles the package into `dist/`, and writes the types of its sources beside the bundle. */
async function build(root) {
  const dist = join(root, 'dist')
  const types = execa('tsc', ['-p', 'tsconfig.build.json'], {
    cwd: root,
    preferLocal: true,
    stdio: 'inherit',
    reject: false,
  })
  const [written, { exitCode }] = await Promise.all([bundle(root, dist), types])
  if (exitCode !== 0) process.exit(exitCode ?? 1)
  removeOthers(dist, [...written, ...declarations(dist, entries(root))])
}

/**
 * Declarations of the entries, with everything that they import: others are of modules inside the bundle.
 */
function declarations(dist, paths) {
  const found = new Set()
  const add = (file) => {
    if (found.has(file)) return
    found.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(
      /['"](\.{1,2}\/[^'"]+)\.[jt]s['"]/g,
    )) {
      const imported = join(file, '..', `${path}.d.ts`)
      if (existsSync(imported)) add(imported)
    }
  }
  for (const path of paths) add(join(dist, `${path}.d.ts`))
  return found
}

/** File by file, and last: tests that build the package run in parallel with others that use it. */
function removeOthers(dist, kept) {
  const files = new Set(kept)
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!files.has(path) && !holds(path, files)) rmSync(path, { recursive: true, force: true })
  }
}

function holds(folder, files) {
  return [...files].some((file) => file.startsWith(`${folder}/`))
}

await build(fileURLToPath(new URL('..', import.meta.url)))
