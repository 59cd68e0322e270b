import type { Worker } from '../../cluster/cluster.ts'

/** The target worker: the named one, else the last. */
export function chooseWorker(
  workers: readonly Worker[],
  id: string | undefined,
): Worker | { readonly unknown: string } {
  const found = id === undefined ? workers.at(-1) : workers.find((worker) => worker.id === id)
  if (found) return found
  const known = workers.map((worker) => worker.id).join(', ')
  return { unknown: `\`worker: ${id}\` is not one of the selected workers: ${known}` }
}
