import { Command } from 'commander'
import type { Registration } from '../../agents/protocol.ts'
import { connectRedis } from '../../agents/redis.ts'
import { registeredAgents } from '../../agents/registry.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { tableLines } from '../../units/table-lines.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { print, printJson } from '../kit/print.ts'
import { type RedisOptions, redisAddress, redisOptions } from './redis-option.ts'

/** `clustergate agents`: lists the agents that are registered. */
export function agentsCommand(exit: (code: number) => void): Command {
  const command = new Command('agents').description(
    'list the agents that are registered at a Redis',
  )
  for (const option of redisOptions()) command.addOption(option)
  return command
    .option('--json', 'as JSON')
    .action(async (options: RedisOptions & { readonly json?: boolean }) =>
      exit(await listAgents(options)),
    )
}

async function listAgents(options: RedisOptions & { readonly json?: boolean }): Promise<number> {
  const redis = await connectRedis(redisAddress(options))
  try {
    const agents = await registeredAgents(redis)
    if (options.json) printJson(agents)
    else print(agentTable(agents))
    return exitCodes.met
  } finally {
    redis.disconnect()
  }
}

function agentTable(agents: readonly Registration[]): string {
  if (agents.length === 0)
    return 'no agent is registered: `clustergate agent --redis URL` starts one'
  const rows = agents.map((agent) => [
    agent.name,
    agent.host,
    stateOf(agent),
    `${agent.freeCores.toFixed(1)} of ${agent.cores}`,
    formatQuantity(agent.clockErrorMs, 'duration'),
    agent.version,
    agent.tags.join(' '),
  ])
  const head = ['agent', 'host', 'state', 'cores free', 'clock error', 'version', 'tags']
  return tableLines([head, ...rows]).join('\n')
}

function stateOf({ isDraining, load }: Registration): string {
  if (isDraining) return 'draining'
  return load === undefined ? 'idle' : 'busy'
}
