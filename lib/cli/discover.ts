import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { namedServers, servers } from '../servers/servers.ts'
import { shownFile, UserError } from '../source/user-error.ts'
import { Deadline } from '../time/deadline.ts'
import { parseQuantity } from '../units/quantity.ts'
import { tableLines } from '../units/table-lines.ts'
import { clusterFileText, type FoundServer } from './discover/cluster-file.ts'
import { type Found, findServers } from './discover/find-servers.ts'
import { hostsToScan, maxHosts } from './discover/hosts-to-scan.ts'
import { exitCodes } from './kit/exit-codes.ts'
import { Interruption } from './kit/interruption.ts'
import { print, printAside } from './kit/print.ts'
import { canRedraw, clearLine } from './kit/progress.ts'
import { schemaPath } from './kit/schema-path.ts'
import { checkWritable } from './kit/write-atomically.ts'

interface Options {
  readonly ports: readonly number[]
  readonly timeout: number
  readonly maxTime: number
  readonly output?: string
}

const defaultPorts = [...new Set(namedServers.map(({ defaultPort }) => defaultPort))]

/** `clustergate discover`: finds OpenAI-compatible servers on given hosts. */
export function discoverCommand(exit: (code: number) => void): Command {
  return new Command('discover')
    .description('find OpenAI-compatible servers on hosts that you name, and write a cluster file')
    .argument('<hosts...>', `host names, addresses and CIDR blocks, at most ${maxHosts} addresses`)
    .addOption(
      new Option('--ports <list>', 'ports to try, separated by commas')
        .argParser(portsOf)
        .default(defaultPorts, defaultPorts.join(',')),
    )
    .addOption(
      new Option('--timeout <time>', 'timeout of each connect')
        .argParser(durationOf)
        .default(1_000, '1s'),
    )
    .addOption(
      new Option('--max-time <time>', 'time limit of the whole scan')
        .argParser(durationOf)
        .default(300_000, '5m'),
    )
    .option(
      '-o, --output <file>',
      'write a cluster file (.yaml, .yml or .json) that does not exist',
    )
    .addHelpText('after', examples)
    .action(async (hosts: string[], options: Options) => exit(await discover(hosts, options)))
}

const examples = `
It connects to each port once, at most 64 at a time, and sends GET requests to open ports. It never
generates a token. Default ports: ${namedServers.map(({ label, defaultPort }) => `${label} ${defaultPort}`).join(', ')}.

Exit codes: 0 servers found, 1 none found, 2 wrong usage, 130 interrupted.

Examples:
  clustergate discover 192.168.1.105 192.168.1.106
  clustergate discover 192.168.1.0/24 -o config/cluster.yaml
  clustergate discover studio-1.local --ports 1234,8080-8090`

async function discover(names: readonly string[], options: Options): Promise<number> {
  const hosts = hostsToScan(names)
  if (options.output !== undefined) await checkNewFile(options.output)
  using interruption = new Interruption(() => undefined)
  using deadline = new Deadline({ timeoutMs: options.maxTime, signals: [interruption.signal] })
  const { signal } = deadline
  const progress = progressOn(process.stderr)
  const { ports, timeout: timeoutMs } = options
  const found = await findServers({ hosts, ports, timeoutMs, signal, onProgress: progress.update })
  progress.end()
  const servers = found.flatMap(asServer)
  for (const line of resultLines(found, servers)) print(line)
  if (interruption.signal.aborted) return stopped('interrupted', exitCodes.interrupted)
  if (deadline.isOver) {
    return stopped('the time allowed (`--max-time`) is over', exitCodes.missed)
  }
  if (servers.length === 0) {
    print(noneFound(hosts.length, ports))
    return exitCodes.missed
  }
  if (options.output !== undefined) await writeClusterFile(options.output, servers)
  else print('\nWrite them to a cluster file: the same command with `-o config/cluster.yaml`.')
  return exitCodes.met
}

function asServer({ host, port, identified }: Found): FoundServer[] {
  return identified.kind === 'server' ? [{ host, port, ...identified.server }] : []
}

function resultLines(found: readonly Found[], listed: readonly FoundServer[]): string[] {
  const rows = listed.map(({ host, port, type, models, slots }) => [
    `${host}:${port}`,
    servers[type].label,
    modelsInWords(models),
    slots === undefined ? 'slots not reported' : `${slots} ${slots === 1 ? 'slot' : 'slots'}`,
  ])
  const others = found.flatMap(({ host, port, identified }) => {
    if (identified.kind === 'locked') {
      return [
        `${host}:${port}  requires an API key: add it to the cluster file by hand, with \`api_key\``,
      ]
    }
    return identified.kind === 'other'
      ? [`${host}:${port}  open, not an OpenAI-compatible server: ${identified.why}`]
      : []
  })
  return [...tableLines(rows), ...others]
}

function modelsInWords(models: readonly string[]): string {
  const [first, ...rest] = models
  if (first === undefined) return 'no models'
  return rest.length === 0 ? first : `${first} and ${rest.length} more`
}

function stopped(why: string, code: number): number {
  printAside(`${why} before all addresses had been tried: no cluster file was written`)
  return code
}

function noneFound(hosts: number, ports: readonly number[]): string {
  return [
    `no OpenAI-compatible server found on ${hosts} ${hosts === 1 ? 'host' : 'hosts'}, ports ${ports.join(', ')}`,
    'see that the server listens on 0.0.0.0 rather than on 127.0.0.1 only, and that no firewall drops its port;',
    'name another port with `--ports`',
  ].join('\n')
}

/** @throws UserError before anything is sent, if the file could not be written afterwards */
async function checkNewFile(file: string): Promise<void> {
  if (!/\.(?:ya?ml|json)$/i.test(file)) {
    throw problem(
      'discover_output',
      `${file} is not named like a cluster file`,
      'a name that ends in .yaml, .yml or .json',
    )
  }
  if (existsSync(file)) {
    throw problem(
      'discover_output',
      `the file ${shownFile(resolve(file))} exists, and is not overwritten`,
      'another name, or move the file away',
    )
  }
  await checkWritable(file)
}

async function writeClusterFile(file: string, found: readonly FoundServer[]): Promise<void> {
  const text = clusterFileText(found, { file, schema: schemaPath('cluster.schema.json', file) })
  // Never overwrites a file that was created meanwhile.
  await writeFile(file, text, { flag: 'wx' })
  const count = `${found.length} ${found.length === 1 ? 'worker' : 'workers'}`
  print(
    `\nwrote ${file}, ${count}. Test them: \`CLUSTERGATE_CLUSTER=${file} npx vitest run specs/network\``,
  )
}

/** Progress on a terminal; nothing in a log, where only the result counts. */
function progressOn(stream: NodeJS.WriteStream) {
  const isLive = canRedraw(stream, process.env)
  return {
    update: (done: number, total: number) => {
      if (isLive) stream.write(`${clearLine}${done} of ${total} addresses tried`)
    },
    end: () => {
      if (isLive) stream.write(clearLine)
    },
  }
}

function portsOf(text: string): number[] {
  const ports = text.split(',').flatMap((part) => {
    const [, from, to = from] = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part) ?? []
    const [first, last] = [Number(from), Number(to)]
    const isRange = first >= 1 && last <= 65_535 && first <= last && last - first < 1_000
    if (!isRange)
      throw new InvalidArgumentError('It must be ports from 1 to 65535, such as 1234,8080-8090.')
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
  return [...new Set(ports)]
}

function durationOf(text: string): number {
  const parsed = parseQuantity(text, 'duration')
  if (parsed.ok && parsed.value > 0 && parsed.value <= 3_600_000) return parsed.value
  throw new InvalidArgumentError('It must be a duration of at most 1h, such as 500ms or 2s.')
}

function problem(code: string, message: string, expected: string): UserError {
  return new UserError([{ code, message, expected }])
}
