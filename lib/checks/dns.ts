import { isIP } from 'node:net'
import type { DnsOptions } from '../generated/checks/dns.ts'
import { resolveName } from '../probes/dns.ts'
import type { Check } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { targetOf } from './kit/target.ts'

/** Whether a name resolves, to which addresses, and how fast. */
export const check: Check<DnsOptions> = {
  blocks({ metrics, subject }) {
    return metrics.resolves === false ? `the name ${subject.host} does not resolve` : undefined
  },
  async run(options, context) {
    const target = targetOf({ host: options.name }, context)
    const builder = new MeasurementBuilder('dns', target.subject)
    if (isIP(target.host)) {
      // No query: an address is its own record.
      return builder
        .metrics({
          resolves: true,
          addresses: [target.host],
          records: [target.host],
          count: 1,
          time: 0,
        })
        .build()
    }
    const asked = options.server ? ` from ${options.server}` : ''
    const attempt = `DNS ${options.record} of ${target.host}${asked}`
    const resolved = await resolveName({
      name: target.host,
      recordType: options.record,
      server: options.server,
      timeoutMs: durationMs(options.timeout),
      signal: context.signal,
    })
    if (!resolved.ok) {
      const { failure } = resolved
      return builder
        .failed(attempt, failure)
        .metrics({ resolves: false, count: 0, error: failure.code ?? failure.kind })
        .build()
    }
    return builder
      .succeeded(attempt, resolved.records.join(', '), resolved.timeMs)
      .metrics({
        resolves: resolved.records.length > 0,
        addresses: resolved.addresses,
        records: resolved.records,
        count: resolved.records.length,
        time: resolved.timeMs,
      })
      .build()
  },
}
