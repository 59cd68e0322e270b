import type { Worker } from '../../cluster/cluster.ts'

/** The worker that something is to happen to: the one that is named, else the last of them. */
export function chooseWorker(
  workers: readonly Worker[],
  id: string | undefined,
): Worker | { readonly unknown: string } {
  const found = id === undefined ? workers.at(-1) : workers.find((worker) => worker.id === id)
  if (found) return found
  const known = workers.map((worker) => worker.id).join(', ')
  return { unknown: `\`worker: ${id}\` is not one of the selected workers: ${known}` }
}
