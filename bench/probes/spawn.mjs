// What it costs to spawn one `ping` a host: by xargs (C), by node:child_process, by execa as the probes do.
// usage: node bench/probes/spawn.mjs [HOSTS] [ROUNDS]
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { compare, measure, table } from '../measure.mjs'

const self = fileURLToPath(import.meta.url)
const concurrency = 32

/** A loopback address for each host. */
const hostsOf = (count) =>
  Array.from({ length: count }, (_, index) => `127.0.${1 + (index >> 7)}.${(index & 127) + 1}`)
const flags = ['-n', '-q', '-c', '1', '-W', '1']

const ways = {
  child_process: (host) =>
    new Promise((resolve, reject) => {
      const child = spawn('ping', [...flags, host], { stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.resume()
      child.stderr.resume()
      child.once('error', reject)
      child.once('close', resolve)
    }),
  execa: async (host) => {
    const { exitCode } = await execa('ping', [...flags, host], { reject: false })
    return exitCode
  },
}

async function pingAll(way, hosts) {
  const queue = hosts.values()
  let answered = 0
  const lane = async () => {
    for (const host of queue) if ((await way(host)) === 0) answered++
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  if (answered !== hosts.length) throw new Error(`${answered} of ${hosts.length} answered`)
}

const [first, second] = process.argv.slice(2)
if (first in ways) await pingAll(ways[first], hostsOf(Number(second)))
else {
  const count = Number(first ?? 500)
  const shell = (script) => () =>
    measure('sh', ['-c', script], { env: { ...process.env, HOSTS: hostsOf(count).join('\n') } })
  const pings = `ping ${flags.join(' ')}`
  const results = await compare(
    {
      [`${count} × ping, xargs -P ${concurrency}`]: shell(
        `printf '%s\\n' "$HOSTS" | xargs -P ${concurrency} -I{} ${pings} {} >/dev/null`,
      ),
      [`${count} × true, xargs -P ${concurrency}`]: shell(
        `printf '%s\\n' "$HOSTS" | xargs -P ${concurrency} -I{} true {}`,
      ),
      'node, nothing spawned': () => measure('node', [self, 'execa', '0']),
      'node:child_process': () => measure('node', [self, 'child_process', String(count)]),
      execa: () => measure('node', [self, 'execa', String(count)]),
    },
    Number(second ?? 5),
  )
  console.error(table(results, `${count} × ping, xargs -P ${concurrency}`))
}
