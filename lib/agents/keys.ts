/** Names of keys in Redis; all begin alike, so that a Redis can be shared. */
const prefix = 'clustergate'

/** BullMQ's own keys. */
export const queuePrefix = `${prefix}:queue`

/** A queue of its own for each agent. */
export function queueOf(agent: string): string {
  return `agent-${agent}`
}

/** How long what a load leaves in Redis is kept, its jobs among it. */
export const keptSeconds = 600

/** The names of all agents, by when they were last seen. */
export const agentNames = `${prefix}:agents`

export function registrationKey(agent: string): string {
  return `${prefix}:agent:${agent}`
}

/** Holds the id of whoever uses an agent. */
export function reservationKey(agent: string): string {
  return `${prefix}:reserved:${agent}`
}

/** The keys of one load. */
export function loadKeys(load: string) {
  const base = `${prefix}:load:${load}`
  return {
    /** A hash: what each agent says of it. */
    states: `${base}:states`,
    /** The instant at which it starts. */
    start: `${base}:start`,
    /** There while the coordinator lives. */
    alive: `${base}:alive`,
    /** There once it is to end. */
    stop: `${base}:stop`,
    claim: (agent: string) => `${base}:claim:${agent}`,
    result: (agent: string) => `${base}:result:${agent}`,
  }
}
