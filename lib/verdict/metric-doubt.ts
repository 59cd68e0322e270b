import { burstDoubt, streamDoubt, tokenDoubt } from '../record/load-doubts.ts'
import type { LoadRecord } from '../record/load-record.ts'
import type { Measurement } from '../record/measurement.ts'
import { labelled, readLabelled } from '../units/labels.ts'

type Doubt = (loads: readonly LoadRecord[]) => string | undefined

/** What these metrics are computed from, and when that is unreliable. */
const doubts: readonly { readonly metrics: RegExp; readonly of: readonly Doubt[] }[] = [
  { metrics: /^tokens_per_second\.output$/, of: [tokenDoubt] },
  { metrics: /^tpot\./, of: [tokenDoubt, streamDoubt] },
  { metrics: /^ttft\./, of: [streamDoubt] },
  { metrics: /^itl\./, of: [streamDoubt, burstDoubt] },
  { metrics: /^(?:goodput|capacity)$/, of: [goodnessDoubt] },
]

/** Goodput uses bounds on such times. */
function goodnessDoubt(loads: readonly LoadRecord[]): string | undefined {
  const byTokens = loads.filter(({ slo }) => slo?.tpotMs !== undefined)
  const byStreams = loads.filter(({ slo }) => slo?.ttftMs !== undefined)
  return tokenDoubt(byTokens) ?? streamDoubt([...new Set([...byTokens, ...byStreams])])
}

/**
 * Why one metric of an otherwise fit measurement decides nothing; undefined: it does.
 * @param key of the metric in the measurement, with its labels
 */
export function metricDoubt(
  key: string,
  { loads = [] }: Pick<Measurement, 'loads'>,
): string | undefined {
  const { metric, labels } = readLabelled(key)
  const name = metric.replace(/^open_loop\./, '')
  const rule = doubts.find(({ metrics }) => metrics.test(name))
  if (!rule) return undefined
  const level = labelled('', labels)
  const measured = loads.filter(({ labels: { side = 'candidate', repetition: _, ...rest } }) => {
    if (name === 'capacity') return rest.search === 'capacity'
    return side === 'candidate' && labelled('', rest) === level
  })
  return rule.of.map((doubt) => doubt(measured)).find((reason) => reason !== undefined)
}
