import type { CaseResult } from './case-result.ts'

/** How these cases pinged, in words, each once: "by TCP: this machine has no `ping`". */
export function pingMethods(results: readonly CaseResult[]): string[] {
  const words = results.flatMap(({ verdict }) => {
    const { check, metrics } = verdict.measurement ?? {}
    const reason = check === 'ping' ? metrics?.['method.reason'] : undefined
    return typeof reason === 'string' ? [reason] : []
  })
  return [...new Set(words)]
}
