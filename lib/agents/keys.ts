/** Names of keys in Redis; all have the same prefix, so that a Redis can be shared. */
const prefix = 'clustergate'

/** BullMQ's own keys. */
export const queuePrefix = `${prefix}:queue`

/** A queue of its own for each agent. */
export function queueOf(agent: string): string {
  return `agent-${agent}`
}

/** How long keys and jobs of a load are kept in Redis. */
export const keptSeconds = 600

/** The names of all agents, sorted by the time of their last heartbeat. */
export const agentNames = `${prefix}:agents`

export function registrationKey(agent: string): string {
  return `${prefix}:agent:${agent}`
}

/** Contains the id of the run that uses an agent. */
export function reservationKey(agent: string): string {
  return `${prefix}:reserved:${agent}`
}

/** The keys of one load. */
export function loadKeys(load: string) {
  const base = `${prefix}:load:${load}`
  return {
    /** A hash: the state of each agent. */
    states: `${base}:states`,
    /** The instant at which it starts. */
    start: `${base}:start`,
    /** Exists while the coordinator is alive. */
    alive: `${base}:alive`,
    /** Exists once the load is to end. */
    stop: `${base}:stop`,
    claim: (agent: string) => `${base}:claim:${agent}`,
    result: (agent: string) => `${base}:result:${agent}`,
  }
}
