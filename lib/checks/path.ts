import type { PathOptions } from '../generated/checks/path.ts'
import type { ProbeFailure } from '../probes/failure.ts'
import { probeMtu, probePath } from '../probes/path.ts'
import type { Check } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { targetOf } from './kit/target.ts'
import { withVantages } from './vantages/from-agents.ts'

/**
 * Hops to a host and the largest packet that reaches it unfragmented, if the machine is permitted to test
 * that.
 */
export const check: Check<PathOptions> = withVantages(
  'path',
  {
    async run(options, context) {
      const target = targetOf(options, context)
      const builder = new MeasurementBuilder('path', target.subject)
      const probe = {
        host: target.host,
        timeoutMs: durationMs(options.timeout),
        signal: context.signal,
      }
      const hopsAttempt = `hops to ${target.host}`
      const path = await probePath({ ...probe, maxHops: options.max_hops })
      if (path.failure) builder.failed(hopsAttempt, path.failure)
      else builder.succeeded(hopsAttempt, `${path.hops.length} hops`, path.durationMs)
      if (path.failure && isOwnFault(path.failure)) {
        builder.error(`PATH_${path.failure.kind.toUpperCase()}`, path.failure.detail)
        return builder.build()
      }
      builder.metrics({
        reached: path.reached,
        hops: path.reached ? path.hops.length : undefined,
        route: path.hops.map(({ address }) => address ?? '*'),
      })
      if (options.mtu) {
        const mtuAttempt = `MTU to ${target.host}`
        const mtu = await probeMtu(probe)
        if (mtu.ok) builder.succeeded(mtuAttempt, `${mtu.mtuBytes} bytes`, mtu.durationMs)
        else builder.failed(mtuAttempt, mtu.failure)
        builder.metrics({ mtu: mtu.ok ? mtu.mtuBytes : undefined })
      }
      return builder.build()
    },
  },
  (options, context) => targetOf(options, context).subject,
)

/** This machine cannot test it: that shows nothing about the worker. */
function isOwnFault({ kind }: ProbeFailure): boolean {
  return kind === 'not_permitted' || kind === 'missing_tool'
}
