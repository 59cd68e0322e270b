/**
 * How much longer the unluckiest waited than the average: longest wait over mean wait, 1 if all waited
 * equally. With one first-come-first-served queue it stays small; if some are overtaken it grows.
 * @returns undefined if no request waited
 */
export function fairness(waitsMs: readonly number[]): number | undefined {
  const sum = waitsMs.reduce((total, wait) => total + wait, 0)
  if (!(sum > 0)) return undefined
  const longest = waitsMs.reduce((most, wait) => Math.max(most, wait), 0)
  return (longest * waitsMs.length) / sum
}
