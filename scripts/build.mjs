import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const root = fileURLToPath(new URL('..', import.meta.url))

const options = { cwd: root, preferLocal: true, stdio: 'inherit', reject: false }
const { exitCode } = await execa('tsc', ['-p', 'tsconfig.build.json'], options)
if (exitCode !== 0) process.exit(exitCode ?? 1)

// What an earlier build left of sources that are gone or moved would be packed too. It is removed
// afterwards, file by file: tests that build the package run beside others that use it.
const dist = join(root, 'dist')
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name)
  const source = join(root, path.slice(dist.length).replace(/(\.d)?\.[jt]s(\.map)?$/, '.ts'))
  if (!existsSync(source)) rmSync(path, { recursive: true, force: true })
}
