import { nearestName } from '../source/nearest-name.ts'
import type { Cluster, Worker } from './cluster.ts'

export type Selection =
  | { readonly ok: true; readonly workers: readonly Worker[] }
  | { readonly ok: false; readonly unknown: string; readonly nearest?: string }

const everyWorker = ['each worker', 'all workers']

/**
 * The workers that a `for:` selects: `each worker`, `all workers`, an id, a tag, or a list of those. Each
 * worker once, in the order of the cluster file; an id has precedence over a tag of the same name.
 */
export function selectWorkers(
  { workers }: Pick<Cluster, 'workers'>,
  selector: string | readonly string[],
): Selection {
  const selected = new Set<Worker>()
  for (const name of [selector].flat()) {
    const named = workersNamed(workers, name)
    if (named.length === 0 && !everyWorker.includes(name)) {
      const nearest = nearestName(name, knownNames(workers))
      return { ok: false, unknown: name, ...(nearest !== undefined && { nearest }) }
    }
    for (const worker of named) selected.add(worker)
  }
  return { ok: true, workers: workers.filter((worker) => selected.has(worker)) }
}

function workersNamed(workers: readonly Worker[], name: string): readonly Worker[] {
  if (everyWorker.includes(name)) return workers
  const byId = workers.filter(({ id }) => id === name)
  return byId.length > 0 ? byId : workers.filter(({ tags }) => tags.includes(name))
}

function knownNames(workers: readonly Worker[]): string[] {
  return [...workers.map(({ id }) => id), ...workers.flatMap(({ tags }) => tags), ...everyWorker]
}
