import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const here = join(import.meta.dirname, '..')

/**
 * Puts the packed package where `npm install` would, as users have it; what it needs is found further up.
 * @param root of the package; default: this one
 */
export function installPackage(folder, root = here) {
  const target = join(folder, 'node_modules/clustergate')
  mkdirSync(target, { recursive: true })
  // A package of its own: inside this one its name would mean this one.
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  execFileSync('npm', ['pack', '--pack-destination', target], { cwd: root, stdio: 'ignore' })
  const tarball = readdirSync(target).find((name) => name.endsWith('.tgz'))
  execFileSync('tar', ['xzf', tarball, '--strip-components=1'], { cwd: target })
}
