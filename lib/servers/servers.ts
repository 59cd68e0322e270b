import type { Worker, WorkerType } from '../cluster/cluster.ts'
import { serverModules } from '../generated/server-types.ts'
import type { Server } from './server.ts'

/** Servers by the `type` of a worker in the cluster file. */
export const servers: Readonly<Record<WorkerType, Server>> = serverModules

/** The server of a worker; for a simulated one, the server that it imitates. */
export function serverOf({ type, simulate }: Pick<Worker, 'type' | 'simulate'>): Server {
  return servers[simulate?.imitates ?? type]
}

/** The server of a type that is known only by its name, as in records; undefined: unknown type. */
export function serverNamed(type: string | undefined): Server | undefined {
  return type !== undefined && Object.hasOwn(servers, type)
    ? servers[type as WorkerType]
    : undefined
}

/** The servers that are separate programs, for texts about an unknown type. */
export const namedServers: readonly Server[] = Object.values(servers).filter(
  (server) => server !== servers.openai && server !== servers.simulated,
)
