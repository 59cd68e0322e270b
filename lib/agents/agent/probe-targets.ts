import type { ProbePlan } from '../protocol.ts'
import type { Asked } from './refusal.ts'

/** Whom a probe sends packets to: its worker, or the host or URL of its options. */
export function probeTargets({
  options,
  workers,
}: Pick<ProbePlan, 'options' | 'workers'>): Asked['targets'] {
  const { url, host, port } = options as { url?: string; host?: string; port?: number }
  if (url !== undefined) return [targetOfUrl(url)]
  if (host !== undefined) return [{ id: host, host, port }]
  return workers.map((worker) => ({
    id: worker.id,
    host: worker.host,
    port: port ?? worker.port,
  }))
}

function targetOfUrl(url: string): Asked['targets'][number] {
  const { hostname, port, protocol, host: id } = new URL(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return { id, host, port: Number(port) || (protocol === 'https:' ? 443 : 80) }
}
