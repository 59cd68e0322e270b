// 500 workers x 4 checks (ping, port, listing, one token): time and memory beside a shell loop and
// tests written by hand.
// usage: node bench/startup/many-workers.mjs [WORKERS] [ROUNDS] [tests]; with `tests` without the shell
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackage } from '../install-package.mjs'
import { compare, measure, table } from '../measure.mjs'

const root = join(import.meta.dirname, '../..')
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const folder = join(root, 'bench/.tmp/many-workers')
const count = Number(process.argv[2] ?? 500)
const rounds = Number(process.argv[3] ?? 3)
const hasShell = process.argv[4] !== 'tests'

rmSync(folder, { recursive: true, force: true })
installPackage(folder)
const server = spawn(process.execPath, [join(import.meta.dirname, 'workers.mjs'), String(count)], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
let listing = ''
while (!listing.endsWith('\n')) listing += String((await once(server.stdout, 'data'))[0])
const { workers } = JSON.parse(listing)

write('yaml/cluster.json', listing)
write(
  'yaml/vitest.config.ts',
  `import { defineConfig } from 'vitest/config'
import clustergate from 'clustergate'
export default defineConfig({ plugins: [clustergate({ cluster: 'cluster.json' })], test: { reporters: ['dot'] } })
`,
)
write(
  'yaml/specs/network/all.spec.yaml',
  `suite: All
tests:
  - { name: answers ping, ping: { count: 2, interval: 10ms }, expect: { packet_loss: 0% } }
  - { name: port open, tcp: {}, expect: { open: true } }
  - { name: lists its model, http: { path: /v1/models }, expect: { status: 200 } }
  - { name: serves its model, model: {}, expect: { listed: true, answers: true } }
`,
)
write('hand/workers.json', JSON.stringify(workers))
write(
  'hand/vitest.config.ts',
  `export default { test: { pool: 'threads', isolate: false, maxConcurrency: 32, testTimeout: 60_000, reporters: ['dot'] } }`,
)
write(
  'hand/all.test.ts',
  `import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import workers from './workers.json'
const run = promisify(execFile)
describe.concurrent('all', () => {
  for (const { id, host, port } of workers) {
    const base = \`http://\${host}:\${port}/v1\`
    test('answers ping ' + id, async () => {
      const { stdout } = await run('ping', ['-n', '-c', '2', '-i', '0.01', host])
      expect(stdout).toContain(' 0% packet loss')
    })
    test('port open ' + id, () => new Promise((resolve, reject) => {
      const socket = connect({ host, port }, () => { socket.destroy(); resolve() })
      socket.on('error', reject)
    }))
    test('lists its model ' + id, async () => {
      expect((await fetch(base + '/models')).status).toBe(200)
    })
    test('serves its model ' + id, async () => {
      const listed = await (await fetch(base + '/models')).json()
      expect(listed.data.map(({ id }) => id)).toContain('tiny')
      const body = JSON.stringify({ model: 'tiny', max_tokens: 1, messages: [{ role: 'user', content: 'ok' }] })
      expect((await (await fetch(base + '/chat/completions', { method: 'POST', body })).json()).choices).toHaveLength(1)
    })
  }
})
`,
)
const list = workers.map(({ host, port }) => `${host} ${port}\n`)
write('list', list.join(''))
write(
  'probe.sh',
  `set -e
ping -n -q -c 2 -i 0.01 "$1" >/dev/null
nc -z "$1" "$2"
curl -sf "http://$1:$2/v1/models" >/dev/null
curl -sf "http://$1:$2/v1/models" | grep -q tiny
curl -sf "http://$1:$2/v1/chat/completions" -d '{"model":"tiny","max_tokens":1,"messages":[{"role":"user","content":"ok"}]}' >/dev/null
`,
)
const shell = (script) => () => measure('bash', ['-c', script], { cwd: folder })
const test = (name) => () => measure(process.execPath, [vitest, 'run'], { cwd: join(folder, name) })

try {
  const loop = 'one shell loop of ping, nc and curl, worker by worker'
  const byHand = 'tests written by hand in TypeScript, 32 at a time'
  const results = await compare(
    {
      ...(hasShell && {
        [loop]: shell('while read -r host port; do bash probe.sh "$host" "$port"; done < list'),
        'the same, 32 at a time (xargs -P)': shell('xargs -P 32 -L 1 bash probe.sh < list'),
      }),
      [byHand]: test('hand'),
      'one YAML spec of four tests': test('yaml'),
    },
    rounds,
  )
  process.stdout.write(`${count} workers\n\n${table(results, hasShell ? loop : byHand)}\n`)
} finally {
  server.stdin.end()
  rmSync(folder, { recursive: true, force: true })
}

function write(path, text) {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
}
