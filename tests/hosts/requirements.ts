import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from 'vitest'

const systemPath = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']

/** Whether a program is installed. */
export function hasTool(name: string): boolean {
  return systemPath.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      // Not in this folder.
      return false
    }
  })
}

/** What network namespaces need here and is not there. */
export function missingForHosts(): string[] {
  if (process.platform !== 'linux') return ['Linux']
  const missing = ['ip', 'nft', 'ping', 'socat', 'sysctl'].filter((tool) => !hasTool(tool))
  return process.getuid?.() === 0 ? missing : [...missing, 'root']
}

/** `describe` for tests that need these tools: skipped with their names, but failed under CI. */
export function describeWith(missing: readonly string[], name: string, body: () => void): void {
  if (missing.length === 0) {
    describe(name, body)
    return
  }
  const words = `${name} (needs ${missing.join(', ')})`
  if (!process.env.CI) {
    describe.skip(words, body)
    return
  }
  test(words, () => {
    throw new Error(`this machine lacks ${missing.join(', ')}; .ci/run installs them`)
  })
}
