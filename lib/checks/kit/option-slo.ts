import type { Slo } from '../../record/load-record.ts'
import { durationMs } from './option-durations.ts'

/** Times as a spec writes them: `{ latency: 1s, ttft: 300ms }`. */
type SloOption = { readonly [K in 'latency' | 'ttft' | 'tpot']?: string | undefined }

/** The `slo` of a check, in milliseconds. */
export function sloOf(slo: SloOption | undefined): Slo | undefined {
  if (!slo) return undefined
  const ms = (text: string | undefined) => (text === undefined ? undefined : durationMs(text))
  return { latencyMs: ms(slo.latency), ttftMs: ms(slo.ttft), tpotMs: ms(slo.tpot) }
}
