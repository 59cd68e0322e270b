import { startBareProxy } from './candidates/bare-proxy.mjs'
import { startHaproxy } from './candidates/haproxy.mjs'
import { startInProcess } from './candidates/in-process.mjs'
import { startNginx } from './candidates/nginx.mjs'
import { hasServe, mainBefore, startServe } from './candidates/serve.mjs'

/** How each candidate is started. */
const candidates = {
  'in process': (workers) => startInProcess(workers),
  ...(hasServe && { serve: (workers) => startServe(workers) }),
  ...(mainBefore && { 'serve before': (workers) => startServe(workers, mainBefore) }),
  'node:http': (workers) => startBareProxy(workers),
  nginx: (workers) => startNginx(workers, false),
  'nginx max_conns': (workers) => startNginx(workers, true),
  haproxy: (workers) => startHaproxy(workers),
  // As the peers, it gives a worker that is back all of its slots at once.
  'in process without slow start': (workers) =>
    startInProcess(workers, { settings: { slowStartMs: 0 } }),
}

export const candidateNames = Object.keys(candidates)

export async function startCandidates(workers, names) {
  const started = {}
  for (const name of names) started[name] = await candidates[name](workers)
  return started
}
