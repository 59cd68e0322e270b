import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

const root = join(import.meta.dirname, '../..')

/**
 * Before all tests of processes: builds the package if a source is newer than the build, and installs it
 * into a folder of its own. The installed package starts in a third of the time of the sources.
 */
export default async function setup(): Promise<(() => void) | undefined> {
  // `npm run test:matrix` brings its own; and the projects of one run share the first one's.
  if (process.env.CLUSTERGATE_TEST_HOME) return undefined
  mkdirSync(join(root, 'tests/.tmp'), { recursive: true })
  const home = mkdtempSync(join(root, 'tests/.tmp/home-'))
  // The processes of the tests inherit it.
  process.env.CLUSTERGATE_TEST_HOME = home
  if (isBuildStale()) await execa('node', ['scripts/build.mjs'], { cwd: root })
  const installed = join(home, 'node_modules/clustergate')
  for (const part of ['package.json', 'dist', 'schemas', 'config', 'specs', 'templates']) {
    cpSync(join(root, part), join(installed, part), { recursive: true })
  }
  // Without it, `clustergate` would be this repository, whose files are transformed one by one.
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }')
  symlinkSync(join(root, 'node_modules/vitest'), join(home, 'node_modules/vitest'))
  return () => {
    delete process.env.CLUSTERGATE_TEST_HOME
    rmSync(home, { recursive: true, force: true })
  }
}

function isBuildStale(): boolean {
  const built = statSync(join(root, 'dist/lib/index.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return ['lib', 'reporters'].some((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).some(
      (name) => name.endsWith('.ts') && statSync(join(root, folder, name)).mtimeMs > built,
    ),
  )
}
