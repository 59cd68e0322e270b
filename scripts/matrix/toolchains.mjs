import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { execa } from 'execa'

const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']

/** Packs the built project into `folder`; returns the path of the package. */
export async function packProject(root, folder, cancelSignal) {
  const { stdout } = await execa(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: root, cancelSignal, timeout: 120_000 },
  )
  return join(folder, JSON.parse(stdout)[0].filename)
}

/**
 * The path of that version's `node`, from the package that npm's `node` downloads in a script of its own.
 */
export async function fetchNode(version, folder, cancelSignal) {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${platform}-${process.arch}`
  const home = join(folder, `node-${version}`)
  await install([`${name}@${version}`], home, { cancelSignal })
  const node = join(home, 'node_modules', name, 'bin/node')
  const { stdout } = await execa(node, ['--version'], { cancelSignal, timeout: 10_000 })
  if (stdout !== `v${version}`) throw new Error(`${node} is ${stdout}, not v${version}`)
  return node
}

/** A folder with the package and that Vitest, installed like a user does, by npm on that `node`. */
export async function installPackage({ packed, vitest, node }, home, cancelSignal) {
  const env = { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
  await install([packed, `vitest@${vitest}`], home, { env, cancelSignal })
}

async function install(packages, home, options) {
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }\n')
  await execa('npm', ['install', ...quiet, ...packages], {
    ...options,
    cwd: home,
    timeout: 180_000,
  })
}
