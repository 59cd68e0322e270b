import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Sockets, waits, compilers, and what all tests of a process share. */
const outside = new RegExp(
  [
    `from '(?:execa|undici|node:(?:child_process|net|dgram|worker_threads|timers/promises))'`,
    String.raw`\b(?:createServer|createProgram|setTimeout|chdir)\(|\.listen\(|new Balancer\(|\bstart(?:Simulated|Worker|Front)`,
    String.raw`process\.env|expect\.poll|html-browser|better-sqlite3|/history/`,
    String.raw`\bvi\.(?:useFakeTimers|waitFor|waitUntil|mock|spyOn|stubEnv|stubGlobal)\(`,
  ].join('|'),
)

const processes = /from '(?:execa|node:child_process)'|\bdist\/|e2e\/(?:project|toolchain)\.ts/

/**
 * Whether a test touches nothing outside itself: such tests run in threads that are shared, all of them in
 * less than a minute (`npm run test:unit`).
 */
export function isUnitTest(file: string): boolean {
  return !file.endsWith('.fuzz.test.ts') && !names(file, outside)
}

/** Whether a test starts other programs, most of them the built package. */
export function startsProcesses(file: string): boolean {
  return names(file, processes)
}

/** By the text of a test and that of the files below `tests/` that it imports. */
function names(file: string, pattern: RegExp, seen = new Set<string>()): boolean {
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  if (pattern.test(text)) return true
  const imported = [...text.matchAll(/from '(\.[^']+\.ts)'/g)].map(([, path = '']) =>
    join(dirname(file), path),
  )
  const helpers = imported.filter((path) => path.includes('/tests/') && !seen.has(path))
  return helpers.some((path) => names(path, pattern, seen))
}
