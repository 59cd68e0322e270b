/**
 * Upper bounds of the buckets of all histograms of the metrics, in seconds: from 1 ms, for a small
 * model's first token, to the ten minutes that a request may take.
 */
export const bucketsSeconds: number[] = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5],
  ...[1, 2.5, 5, 10, 30, 60, 120, 300, 600],
]
