import { parseQuantity } from '../../units/quantity.ts'
import type { Objective, SloTest } from '../slo.ts'
import type { DeclaredLoad } from './live-signal.ts'

type Load = { readonly load: DeclaredLoad } | { readonly reason: string }

/** The load of an objective, as far as live traffic can be compared with it. */
export function declaredLoad({ check, options }: SloTest, { expectation }: Objective): Load {
  if (check === 'latency') return { load: { kind: 'alone' } }
  const { concurrency, ...others } = expectation.at ?? {}
  const [other] = Object.keys(others)
  if (other !== undefined) {
    return { reason: `it is about a level of \`${other}\`, which live traffic does not have` }
  }
  if (options.stages !== undefined || options.trace !== undefined) {
    return { reason: 'it is declared for a load that changes with time' }
  }
  if (typeof concurrency === 'number')
    return { load: { kind: 'concurrency', requests: concurrency } }
  if (typeof options.rate === 'string') return rate(options.rate)
  const levels = [options.concurrency ?? []].flat().map(Number)
  // Without a level it applies to all that are measured, up to the highest of them.
  if (levels.length > 0) return { load: { kind: 'concurrency', requests: Math.max(...levels) } }
  return { load: { kind: 'slots' } }
}

function rate(written: string): Load {
  const parsed = parseQuantity(written, 'rate')
  return parsed.ok
    ? { load: { kind: 'rate', perSecond: parsed.value } }
    : { reason: `its rate \`${written}\` cannot be read` }
}
