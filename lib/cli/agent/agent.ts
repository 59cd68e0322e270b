import { hostname } from 'node:os'
import { Command } from 'commander'
import { Agent } from '../../agents/agent/agent.ts'
import { allowList, defaultAllowed } from '../../agents/agent/allow-list.ts'
import { shownAddress } from '../../agents/redis.ts'
import { agentKey } from '../../agents/signature.ts'
import { probeHere } from '../../checks/vantages/probe-here.ts'
import { packageVersion } from '../../cluster/packaged-file.ts'
import { UserError } from '../../source/user-error.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { exitCodes } from '../kit/exit-codes.ts'
import { numberOption } from '../kit/option-parsers.ts'
import { print } from '../kit/print.ts'
import { type RedisOptions, redisAddress, redisOptions } from './redis-option.ts'

interface Options extends RedisOptions {
  readonly name: string
  readonly tags?: readonly string[]
  readonly slots?: number
  readonly allow?: readonly string[]
}

/** `clustergate agent`: sends the loads of others from this machine, until it is stopped. */
export function agentCommand(exit: (code: number) => void): Command {
  const command = new Command('agent').description(
    'send loads and run network checks for test runs on other machines',
  )
  for (const option of redisOptions()) command.addOption(option)
  return command
    .option('--name <name>', 'unique among the agents of this Redis', hostname())
    .option('--tags <tags...>', 'tags by which tests choose agents')
    .addOption(numberOption('--slots <n>', 'requests to keep in flight at most', 1, 1_000_000))
    .option('--allow <targets...>', 'where it may send: `private`, networks, hosts, HOST:PORT')
    .addHelpText('after', examples)
    .action(async (options: Options) => exit(await runAgent(options)))
}

const examples = `
Plans are accepted only when they are signed with the key in CLUSTERGATE_AGENT_KEY, the same on agents and
runs. By default it sends to loopback and private addresses only.
SIGTERM and Ctrl-C let the running load end; a second one stops it.

Examples:
  export CLUSTERGATE_AGENT_KEY=$(openssl rand -hex 32)
  clustergate agent --redis redis://10.0.0.5:6379 --name rack1-a --tags rack-1
  clustergate agent --redis rediss://redis.lan:6380 --redis-ca ca.pem --allow 10.0.0.0/8 gpu-1.lan:8000`

async function runAgent(options: Options): Promise<number> {
  const say = (words: string) => print(`${new Date().toTimeString().slice(0, 8)} ${words}`)
  const redis = redisAddress(options)
  checkName(options.name)
  const agent = await Agent.start({
    redis,
    name: options.name,
    tags: options.tags ?? [],
    slots: options.slots,
    say,
    key: agentKey(process.env),
    version: packageVersion(),
    mayReach: allowList(options.allow ?? defaultAllowed),
    probe: probeHere,
  })
  const { cores, clockErrorMs } = agent.registration
  const clock = formatQuantity(clockErrorMs, 'duration')
  say(
    `agent ${options.name} is ready: Redis at ${shownAddress(redis.url)}, ${cores} cores, clock to ${clock}`,
  )
  await untilStopped()
  say('draining: the running load may end; once more stops it')
  const drained = agent.drain()
  void untilStopped().then(() => agent.stop())
  await drained
  return exitCodes.met
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGTERM', stop)
      process.off('SIGINT', stop)
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

/** The name is part of keys in Redis. */
function checkName(name: string): void {
  if (/^[A-Za-z0-9][\w.-]{0,62}$/.test(name)) return
  throw new UserError([
    {
      code: 'agent_name',
      message: 'the name of the agent cannot be used',
      expected: 'up to 63 letters, digits, `.`, `-` and `_`, beginning with a letter or digit',
    },
  ])
}
