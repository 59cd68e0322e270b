/** Why agents could not send a load, by the code of the error, with remedies. */
export const agentErrors: Readonly<
  Record<string, { readonly cause: string; readonly remedy: readonly string[] }>
> = {
  NO_AGENTS: {
    cause: 'no agent runs, or at another Redis than the run looks at',
    remedy: [
      'say where agents are: `distribution` in the cluster file, or `CLUSTERGATE_REDIS`',
      'start one: `clustergate agent --redis URL`; `clustergate agents --redis URL` lists them',
    ],
  },
  UNKNOWN_AGENT: {
    cause: 'a misspelt name, or that agent does not run',
    remedy: ['`clustergate agents --redis URL` lists them'],
  },
  TOO_FEW_AGENTS: {
    cause: 'too few agents run',
    remedy: ['start more, or lower `agents`'],
  },
  AGENTS_BUSY: {
    cause: 'two runs want the same agents, and one takes long',
    remedy: ['wait for the other run, or give each run other agents by `tags`'],
  },
  AGENT_VERSION: {
    cause: 'the package was updated on some machines only',
    remedy: ['install the same version of clustergate everywhere, and restart the agents'],
  },
  AGENT_KEY: {
    cause: '`CLUSTERGATE_AGENT_KEY` differs',
    remedy: ['set the same key for the run and for every agent'],
  },
  AGENT_SECRET: {
    cause: 'the variable is set for the run only',
    remedy: ['set the variable that the message names on every agent'],
  },
  PLAIN_SECRET: {
    cause: 'it would go through Redis',
    remedy: ['write `${NAME}`, and set that variable on every agent'],
  },
  TARGET_NOT_ALLOWED: {
    cause: 'its `--allow` does not list the worker',
    remedy: ['start it with `--allow HOST:PORT`, if it may'],
  },
  TOO_FEW_SLOTS: {
    cause: 'each agent needs a slot of each worker',
    remedy: ['use fewer agents, or raise `max_concurrent_requests` if the worker serves more'],
  },
  TOO_LITTLE_CONCURRENCY: {
    cause: 'each agent keeps at least one request in flight',
    remedy: ['use fewer agents, or raise `concurrency`'],
  },
  AGENT_TOO_SMALL: {
    cause: 'the concurrency is too high for so few agents',
    remedy: ['use more agents, or raise `--slots`'],
  },
  AGENT_LOST: {
    cause: 'it was killed, stopped, cut off from Redis, or its machine is overloaded',
    remedy: [
      'its own output says more; of a load, `on_agent_loss: continue` judges the rest, with its requests as failures',
    ],
  },
  AGENT_BROKEN: {
    cause: 'memory, or a mistake in Clustergate',
    remedy: ['the output of the agent'],
  },
  NOT_STARTED: {
    cause: 'the time of the test was over',
    remedy: ['a longer `timeout`, a smaller `warmup`'],
  },
  PLAN_TOO_OLD: {
    cause: 'its machine or its way to Redis is very slow',
    remedy: ['look at that machine; `clustergate agents` shows clock errors'],
  },
  LOAD_TAKEN: {
    cause: 'a job of the queue was put back by hand',
    remedy: ['run the test again'],
  },
  STOPPED: {
    cause: 'somebody ended it',
    remedy: ['start it again'],
  },
  REDIS_RESTARTED: {
    cause: 'it crashed, was updated, or failed over',
    remedy: ['run the test again when Redis is steady'],
  },
  REDIS_LOST: {
    cause: 'it was stopped, or the network to it is down',
    remedy: ['start Redis; run the test again'],
  },
  REDIS_EVICTS: {
    cause: '`maxmemory-policy` is not `noeviction`',
    remedy: ['`CONFIG SET maxmemory-policy noeviction`, or a separate Redis for agents'],
  },
  AGENTS_UNUSABLE: {
    cause:
      'Redis is not reached or refuses, the key is not set, or packages are missing; the message says which',
    remedy: ['do what the message says'],
  },
}
