/** The maximum number of overlapping spans. A span that ends when another begins does not overlap it. */
export function maxInFlight(
  spans: readonly { readonly startMs: number; readonly endMs: number }[],
): number {
  const edges = spans.flatMap(({ startMs, endMs }) => [
    { atMs: startMs, step: 1 },
    { atMs: endMs, step: -1 },
  ])
  edges.sort((a, b) => a.atMs - b.atMs || a.step - b.step)
  let open = 0
  let most = 0
  for (const { step } of edges) {
    open += step
    most = Math.max(most, open)
  }
  return most
}
