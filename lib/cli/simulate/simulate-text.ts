import type { Fault, Worker } from '../../cluster/cluster.ts'
import { workerUrl } from '../../cluster/worker-url.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** What was started, and how to use it. */
export function usageText(workers: readonly Worker[], controlUrl: string): string {
  const width = Math.max(...workers.map(({ id }) => id.length), 'control'.length)
  const rows = workers.map((worker) => {
    const { id, model = '', maxConcurrentRequests: slots } = worker
    return `  ${id.padEnd(width)}  ${urlOf(worker)}  ${slots} slots  ${model}`
  })
  const [first, second = first] = workers
  return [
    `${workers.length} simulated ${workers.length === 1 ? 'worker' : 'workers'}, until Ctrl-C:`,
    ...rows,
    `  ${'control'.padEnd(width)}  ${controlUrl}`,
    '',
    'ask one, make it slow, let another die for 5 seconds, end a fault, see what they do:',
    ...(first && second ? curlLines(first, second, controlUrl) : []),
    '',
  ].join('\n')
}

function curlLines(first: Worker, second: Worker, controlUrl: string): string[] {
  const { model } = first
  const chat = { model, messages: [{ role: 'user', content: 'hello' }], max_tokens: 16 }
  const faultOf = ({ id }: Worker) => `${controlUrl}/workers/${encodeURIComponent(id)}/fault`
  return [
    `  curl ${urlOf(first)}/v1/chat/completions -d '${JSON.stringify(chat)}'`,
    `  curl -X PUT ${faultOf(first)} -d '{"kind":"slow","factor":3}'`,
    `  curl -X PUT ${faultOf(second)} -d '{"kind":"death","for":"5s"}'`,
    `  curl -X DELETE ${faultOf(first)}`,
    `  curl ${controlUrl}/workers`,
  ]
}

function urlOf(worker: Worker): string {
  return workerUrl(worker, '').href.replace(/\/$/, '')
}

/** One line for a change: `12:03:04 sim-1: slow, factor 3, for 5s`. */
export function faultLine(at: Date, workerId: string, active: readonly Fault[]): string {
  const words = active.map(faultText).join('; ') || 'no fault'
  return `${at.toTimeString().slice(0, 8)} ${workerId}: ${words}`
}

function faultText({ kind, factor, probability, forMs, model }: Fault): string {
  return [
    kind,
    ...(factor === undefined ? [] : [`factor ${factor}`]),
    ...(model === undefined ? [] : [model]),
    ...(probability === undefined ? [] : [`${formatQuantity(probability * 100, 'percentage')}`]),
    ...(forMs === undefined ? [] : [`for ${formatQuantity(forMs, 'duration')}`]),
  ].join(', ')
}

/** A cluster file with the addresses of the workers for other processes. */
export function clusterFileText(workers: readonly Worker[]): string {
  const entries = workers.map((worker) => ({
    id: worker.id,
    host: worker.host,
    port: worker.port,
    type: worker.simulate?.imitates ?? 'openai',
    model: worker.model,
    max_concurrent_requests: worker.maxConcurrentRequests,
    ...(worker.tags.length > 0 && { tags: worker.tags }),
    ...(worker.basePath !== '' && { base_path: worker.basePath }),
    ...(worker.apiKey && { api_key: worker.apiKey.template }),
  }))
  return JSON.stringify({ workers: entries }, null, 2)
}
