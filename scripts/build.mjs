import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { bundle } from './build/bundle.mjs'

/** Bundles the package into `dist/`, and writes the types of its sources beside the bundle. */
async function build(root) {
  const dist = join(root, 'dist')
  const types = execa('tsc', ['-p', 'tsconfig.build.json'], {
    ...{ cwd: root, preferLocal: true, stdio: 'inherit', reject: false },
  })
  const [written, { exitCode }] = await Promise.all([bundle(root, dist), types])
  if (exitCode !== 0) process.exit(exitCode ?? 1)
  removeStale(root, dist, new Set(written))
}

/**
 * What an earlier build left of sources that are gone or moved would be packed too. It is removed afterwards, file
 * by file: tests that build the package run beside others that use it.
 */
function removeStale(root, dist, written) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const source = join(root, path.slice(dist.length).replace(/\.d\.ts$/, '.ts'))
    if (!existsSync(source) && !written.has(path) && !holds(path, written)) {
      rmSync(path, { recursive: true, force: true })
    }
  }
}

function holds(folder, files) {
  return [...files].some((file) => file.startsWith(`${folder}/`))
}

await build(fileURLToPath(new URL('..', import.meta.url)))
