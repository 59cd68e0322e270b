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

/** What network namespaces need and is missing here. */
export function missingForHosts(): string[] {
  if (process.platform !== 'linux') return ['Linux']
  const missing = ['ip', 'nft', 'ping', 'socat', 'sysctl'].filter((tool) => !hasTool(tool))
  return process.getuid?.() === 0 ? missing : [...missing, 'root']
}

/** Which of these programs are not installed. */
export function missingTools(...names: readonly string[]): string[] {
  return names.filter((name) => !hasTool(name))
}

/** `describe` for tests that need these tools: skipped with their names, but failed under CI. */
export function describeWith(missing: readonly string[], name: string, body: () => void): void {
  if (missing.length === 0) describe(name, body)
  else if (process.env.CI) test(nameWith(missing, name), () => fail(missing))
  else describe.skip(nameWith(missing, name), body)
}

/** `test` that needs these tools: skipped with their names, but failed under CI. */
export function testWith(
  missing: readonly string[],
  name: string,
  body: () => Promise<void> | void,
  timeoutMs?: number,
): void {
  if (missing.length === 0) test(name, body, timeoutMs)
  else if (process.env.CI) test(nameWith(missing, name), () => fail(missing))
  else test.skip(nameWith(missing, name), body)
}

function fail(missing: readonly string[]): never {
  throw new Error(`this machine lacks ${missing.join(', ')}; .ci/run installs them`)
}

function nameWith(missing: readonly string[], name: string): string {
  return `${name} (needs ${missing.join(', ')})`
}

/** The tools for lack of which a test was skipped, from its full name. */
export function toolsNeeded(fullName: string): string[] {
  return [...fullName.matchAll(/\(needs ([^()]+)\)/g)].flatMap(([, tools = '']) =>
    tools.split(', '),
  )
}
