import { shownFile } from '../source/user-error.ts'
import { embeddedCluster } from './locate-cluster.ts'

/** The properties of a cluster that describe it. */
export interface Target {
  readonly file: string
  readonly workers: readonly { readonly type: string }[]
}

/** The cluster under test, in one line: `target: config/my_workers.json, 3 workers`. */
export function targetLine(target: Target): string {
  return `target: ${targetInWords(target)}`
}

/** `config/my_workers.json, 3 workers` */
export function targetInWords({ file, workers }: Target): string {
  const name = file === embeddedCluster() ? 'embedded cluster' : shownFile(file)
  return `${name}, ${countInWords(workers.map(({ type }) => type === 'simulated'))}`
}

function countInWords(areSimulated: readonly boolean[]): string {
  const { length } = areSimulated
  const simulated = areSimulated.filter(Boolean).length
  const noun = length === 1 ? 'worker' : 'workers'
  if (simulated === length) return `${length} simulated ${noun}`
  return simulated === 0 ? `${length} ${noun}` : `${length} ${noun}, ${simulated} of them simulated`
}
