import type { Imitated } from '../../cluster/cluster.ts'
import { metricsText } from './metrics.ts'
import { listModels, modelResponses, type QuickResponse } from './models.ts'
import { ApiError } from './openai-errors.ts'
import type { ResponseObject } from './request-content.ts'

/** The handler of a path: something that is generated, or returned at once. */
export type Route =
  | { readonly generates: ResponseObject }
  | { readonly generates: undefined; readonly response: QuickResponse }

/** Finds the route of a method and a path without its query; the table is built once per worker. */
export type RouteFinder = (method: string, path: string) => Route | ApiError

export function routeFinder(imitates: Imitated, basePath = ''): RouteFinder {
  const routes = new Map<string, { readonly method: string; readonly route: Route }>()
  for (const [path, generates] of Object.entries(generating)) {
    routes.set(basePath + path, { method: 'POST', route: { generates } })
  }
  const metrics: QuickResponse = (parts, fault) => metricsText(imitates, parts, fault)
  const quick = { '/v1/models': listModels, '/metrics': metrics, ...modelResponses[imitates] }
  for (const [path, response] of Object.entries(quick)) {
    routes.set(basePath + path, { method: 'GET', route: { generates: undefined, response } })
  }
  return (method, path) => {
    const found = routes.get(path)
    if (!found) return new ApiError(404, `Unknown path: ${path}`, 'not_found')
    if (found.method === method) return found.route
    const message = `${path} takes ${found.method}`
    return new ApiError(405, message, 'method_not_allowed', { allow: found.method })
  }
}

const generating: Readonly<Record<string, ResponseObject>> = {
  '/v1/chat/completions': 'chat.completion',
  '/v1/completions': 'text_completion',
  '/v1/embeddings': 'embedding',
}
