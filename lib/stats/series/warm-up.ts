const batchSize = 5
const minBatches = 40

/**
 * The number of values at the beginning of a series that are its warm-up: MSER-5 (White, "An effective
 * truncation heuristic for bias reduction in simulation output", Simulation 69, 1997; Spratt, 1998, for
 * batches of five). Leaves out the beginning that minimises the standard error of the mean of the rest.
 * @param values in order of time, such as latencies or the throughput of each second
 * @returns a multiple of five, 0 for a series that is steady at once; undefined if the rest would be less
 * than half, because such a series never became steady; undefined too below 200 values, which are too few
 */
export function warmUp(values: readonly number[]): number | undefined {
  const batches = batchMeansOf(values)
  if (batches.length < minBatches) return undefined
  const errors = errorsOfRest(batches)
  // A rest of a few batches can be equal by chance, which would make steady series look unsteady.
  const judged = errors.slice(0, Math.ceil((batches.length * 2) / 3))
  const least = judged.reduce(
    (best, error, index) => (error < (judged[best] ?? 0) ? index : best),
    0,
  )
  return least > batches.length / 2 ? undefined : least * batchSize
}

function batchMeansOf(values: readonly number[]): readonly number[] {
  return Array.from({ length: Math.floor(values.length / batchSize) }, (_, index) => {
    const batch = values.slice(index * batchSize, (index + 1) * batchSize)
    return batch.reduce((sum, value) => sum + value, 0) / batchSize
  })
}

/** For each start, the squared standard error of the mean of all from there on. */
function errorsOfRest(values: readonly number[]): readonly number[] {
  const errors: number[] = []
  let [count, mean, squares] = [0, 0, 0]
  // Welford, from the end.
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index] ?? 0
    count++
    const difference = value - mean
    mean += difference / count
    squares += difference * (value - mean)
    errors[index] = squares / count ** 2
  }
  return errors
}
