import type { Worker } from '../../cluster/cluster.ts'
import type { Subject } from '../../record/measurement.ts'
import type { CheckContext } from '../check.ts'
import { workerSubject } from './measurement-builder.ts'

/** The target of a probe: the worker of the case, or another host of the options. */
export interface Target {
  readonly host: string
  readonly port: number | undefined
  readonly subject: Subject
  readonly worker: Worker | undefined
}

export function targetOf(
  options: { readonly host?: string; readonly port?: number },
  { workers }: CheckContext,
): Target {
  const worker = options.host === undefined ? workers[0] : undefined
  const host = options.host ?? worker?.host
  if (host === undefined) throw new Error('neither a worker nor a `host` to aim at')
  const port = options.port ?? worker?.port
  const subject = worker ? { ...workerSubject(worker), port } : { name: host, host, port }
  return { host, port, subject, worker }
}
