import type { TcpOptions } from '../generated/checks/tcp.ts'
import { clopperPearson } from '../stats/intervals/clopper-pearson.ts'
import { summarize } from '../stats/intervals/summary.ts'
import type { Check } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { sampleTcp } from './kit/sample-tcp.ts'
import { targetOf } from './kit/target.ts'
import { withVantages } from './vantages/from-agents.ts'

/** Whether the port accepts connections, how fast, and if not, in which way it fails. */
export const check: Check<TcpOptions> = withVantages(
  'tcp',
  {
    blocks({ metrics, subject }) {
      if (metrics.open !== false) return undefined
      return `port ${subject.port} of ${subject.name} is not open (${metrics.state})`
    },
    async run(options, context) {
      const target = targetOf(options, context)
      const builder = new MeasurementBuilder('tcp', target.subject)
      if (target.port === undefined) {
        return builder.error('TCP_NEEDS_PORT', 'a `host` needs a `port`').build()
      }
      const sample = await sampleTcp({
        host: target.host,
        port: target.port,
        count: options.count,
        intervalMs: durationMs(options.interval),
        timeoutMs: durationMs(options.timeout),
        signal: context.signal,
        builder,
      })
      if (sample.attempts === 0) return builder.note('no connection was tried').build()
      const summary = summarize(sample.connectsMs)
      const interval = clopperPearson(sample.connected, sample.attempts, 0.9)
      return builder
        .metrics({
          open: sample.connected === sample.attempts,
          state: sample.failure?.kind ?? 'open',
          address: sample.address,
          connect_time: summary?.avg,
          'connect_time.min': summary?.min,
          'connect_time.max': summary?.max,
          success_rate: (sample.connected / sample.attempts) * 100,
          'success_rate.lower_bound': interval.lower * 100,
        })
        .build()
    },
  },
  (options, context) => targetOf(options, context).subject,
)
