import { shownFile } from '../source/user-error.ts'
import type { Cluster } from './cluster.ts'
import { embeddedCluster } from './locate-cluster.ts'

/** What is under test, in a line: `target: config/my_workers.json, 3 workers`. */
export function targetLine({
  file,
  workers,
}: {
  readonly file: string
  readonly workers: readonly Pick<Cluster['workers'][number], 'type'>[]
}): string {
  const name = file === embeddedCluster() ? 'embedded cluster' : shownFile(file)
  return `target: ${name}, ${countInWords(workers.map(({ type }) => type === 'simulated'))}`
}

function countInWords(areSimulated: readonly boolean[]): string {
  const { length } = areSimulated
  const simulated = areSimulated.filter(Boolean).length
  const noun = length === 1 ? 'worker' : 'workers'
  if (simulated === length) return `${length} simulated ${noun}`
  return simulated === 0 ? `${length} ${noun}` : `${length} ${noun}, ${simulated} of them simulated`
}
