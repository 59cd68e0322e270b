import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Puts the packed package where `npm install` would, as users have it; what it needs is found further up. */
export function installPackage(folder) {
  const target = join(folder, 'node_modules/clustergate')
  mkdirSync(target, { recursive: true })
  // A package of its own: inside this one its name would mean this one.
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const root = join(import.meta.dirname, '..')
  execFileSync('npm', ['pack', '--pack-destination', target], { cwd: root, stdio: 'ignore' })
  const tarball = readdirSync(target).find((name) => name.endsWith('.tgz'))
  execFileSync('tar', ['xzf', tarball, '--strip-components=1'], { cwd: target })
}
