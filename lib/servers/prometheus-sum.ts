import { MalformedMetric, prometheusSamples } from './prometheus-samples.ts'

/** The sum of all samples of these gauges in a Prometheus text; undefined if there is none of them. */
export function prometheusSum(text: string, names: readonly string[]): number | undefined {
  const values = samplesOf(text, names).filter(Number.isFinite)
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

/** None if the text is damaged: then the sum is unknown. */
function samplesOf(text: string, names: readonly string[]): number[] {
  try {
    return prometheusSamples(text, new Set(names)).map(({ value }) => value)
  } catch (error) {
    if (error instanceof MalformedMetric) return []
    throw error
  }
}
