/** The sum of all samples of these gauges in a Prometheus text; undefined where there is none of them. */
export function prometheusSum(text: string, names: readonly string[]): number | undefined {
  const values = text.split('\n').flatMap((line) => {
    const [, name = '', value] = /^([\w:]+)(?:\{.*\})? (\S+)/.exec(line) ?? []
    const number = Number(value)
    return names.includes(name) && Number.isFinite(number) ? [number] : []
  })
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}
