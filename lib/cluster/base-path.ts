import type { Fault } from './host.ts'

/** A base path as `Worker` has it: empty, or with a slash in front and none at the end, without `/v1`. */
export function normalizeBasePath(written: string): string {
  const path = `/${written}`.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '')
  // Users copy the base URL of OpenAI clients, which ends in the `/v1` that we add ourselves.
  return path.replace(/\/v1$/, '')
}

/** Why a text is not a base path; undefined if it is one. */
export function faultOfBasePath(written: string): Fault | undefined {
  const expected = 'a path alone, such as "/llm"'
  if (written.includes('://')) return { message: '`base_path` is a URL', expected }
  if (/[?#]/.test(written))
    return { message: '`base_path` contains a query or a fragment', expected }
  if (/[\s\\]/.test(written))
    return { message: '`base_path` contains a blank or a backslash', expected }
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(written)) {
    return { message: '`base_path` contains `.` or `..`', expected }
  }
  return undefined
}
