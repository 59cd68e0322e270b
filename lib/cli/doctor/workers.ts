import { requestWorker } from '../../checks/kit/worker-request.ts'
import type { Worker } from '../../cluster/cluster.ts'
import { workerUrl } from '../../cluster/worker-url.ts'
import { isSameModel } from '../../servers/server.ts'
import { serverOf, servers } from '../../servers/servers.ts'
import { type IdentifiedServer, identifyServer } from '../discover/identify-server.ts'
import type { CheckUp } from './finding.ts'

const responseMs = 5_000

/** The reports of each worker of the cluster, compared with the cluster file. */
export async function lookAtWorkers(
  workers: readonly Worker[],
  signal: AbortSignal,
): Promise<CheckUp[]> {
  const found = await Promise.all(workers.map((worker) => lookAt(worker, signal)))
  return found.flat().map((finding) => ({ area: 'workers', ...finding }))
}

type Found = Omit<CheckUp, 'area'>

async function lookAt(worker: Worker, signal: AbortSignal): Promise<Found[]> {
  const identified = await identifyServer((path) =>
    requestWorker(worker, { path, timeoutMs: responseMs, signal }),
  )
  const name = `${worker.id} (${workerUrl(worker, '/').host})`
  const { remedies } = serverOf(worker)
  if (identified.kind === 'other') {
    const { model = 'MODEL', port } = worker
    return [
      {
        status: 'problem',
        words: `${name}: ${identified.why}`,
        remedy: remedies.start({ model, port }),
      },
    ]
  }
  if (identified.kind === 'locked') {
    return [
      {
        status: 'problem',
        words: `${name}: refuses the request without a valid API key`,
        remedy: 'set `api_key: ${NAME}` in the cluster file, and the variable in the environment',
      },
    ]
  }
  const { server } = identified
  const differences = [
    ...typeDifference(worker, server, name),
    ...modelDifference(worker, server, name),
    ...slotsDifference(worker, server, name),
  ]
  return differences.length > 0
    ? differences
    : [{ status: 'ok', words: `${name}: ${inWords(server)}` }]
}

function inWords({ type, models, slots }: IdentifiedServer): string {
  const list = models.length === 0 ? 'no models' : models.slice(0, 3).join(', ')
  const more = models.length > 3 ? ` and ${models.length - 3} more` : ''
  const reported = slots === undefined ? [] : [`${slots} ${slots === 1 ? 'slot' : 'slots'}`]
  return [servers[type].label, list + more, ...reported].join(', ')
}

function typeDifference(worker: Worker, { type }: IdentifiedServer, name: string): Found[] {
  const expected = worker.simulate?.imitates ?? worker.type
  // A simulated worker has some of the endpoints of the server that it imitates; an unknown server has no
  // identifying one.
  if (type === expected || worker.type === 'simulated' || type === 'openai') return []
  return [
    {
      status: 'warning',
      words: `${name}: responds like ${servers[type].label}, and the cluster file says ${expected}`,
      remedy: `\`type: ${type}\` in the cluster file, so that loaded models and busy slots are read where it reports them`,
    },
  ]
}

function modelDifference(worker: Worker, { models }: IdentifiedServer, name: string): Found[] {
  const server = serverOf(worker)
  const { model } = worker
  const isListed =
    model === undefined
      ? models.length > 0
      : models.some((each) => isSameModel(server, each, model))
  if (isListed) return []
  const listed = models.length > 0 ? `it lists ${models.slice(0, 5).join(', ')}` : 'it lists none'
  return [
    {
      status: 'problem',
      words: `${name}: does not serve ${model ?? 'any model'}: ${listed}`,
      remedy: server.remedies.load(model ?? 'MODEL'),
    },
  ]
}

function slotsDifference(
  { maxConcurrentRequests: claimed, model = 'MODEL', ...worker }: Worker,
  { slots }: IdentifiedServer,
  name: string,
): Found[] {
  if (slots === undefined || slots >= claimed) return []
  return [
    {
      status: 'warning',
      words: `${name}: serves ${slots} at once, and the cluster file claims ${claimed}`,
      remedy: `\`max_concurrent_requests: ${slots}\` in the cluster file, or more slots: ${serverOf(worker).remedies.moreSlots(model)}`,
    },
  ]
}
