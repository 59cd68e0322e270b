import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { epochMs } from '../commands.mjs'
import { folder, startProgram, startScript } from '../processes.mjs'
import { watchCounts } from '../watch.mjs'
import { freePort, listening } from './free-port.mjs'

/** HAProxy as a careful operator sets it up for such workers. */
export async function startHaproxy(workers) {
  const port = await freePort()
  const file = join(folder, `haproxy-${port}.cfg`)
  const socket = join(folder, `haproxy-${port}.sock`)
  writeFileSync(file, configuration(workers, port, socket))
  const program = startProgram('haproxy', ['-f', file, '-db'])
  await listening(port)
  const load = startScript('load.mjs')
  await load.ask('useOrigins', [`http://127.0.0.1:${port}`])
  return {
    load,
    origin: `http://127.0.0.1:${port}`,
    pid: program.pid,
    watch: () => watchCounts(() => countsOf(socket)),
    stop: () => Promise.all([load.stop(), program.stop()]),
  }
}

/**
 * - `maxconn` of a server is its slots: what does not fit waits in one queue.
 * - Completions may be sent again: also when a worker died before its response, and always elsewhere.
 * - One failure in live traffic counts as a failed check, and two of those take a server out.
 */
const configuration = (workers, port, socket) => `
global
  maxconn 9900
  nbthread 1
  stats socket ${socket} mode 600 level user

defaults
  mode http
  timeout connect 5s
  timeout client 10m
  timeout server 10m
  timeout queue 30s
  timeout http-request 10s
  retries 2
  retry-on conn-failure empty-response 502 503 504
  option redispatch 1
  http-reuse always

frontend front
  bind 127.0.0.1:${port} backlog 4096
  default_backend workers

backend workers
  balance leastconn
  option httpchk GET /v1/models
  default-server check inter 2s fastinter 500ms downinter 1s fall 2 rise 1 observe layer7 error-limit 2 on-error mark-down
${workers.map(({ id, host, port: each, slots }) => `  server ${id} ${host}:${each} maxconn ${slots}`).join('\n')}
`

/** From its statistics page, by the names of the columns. */
async function countsOf(path) {
  const rows = (await askSocket(path, 'show stat')).split('\n').map((line) => line.split(','))
  const [columns] = rows
  const column = (row, name) => Number(row[columns.indexOf(name)])
  const servers = rows.filter(([backend, server]) => backend === 'workers' && /^w\d/.test(server))
  return {
    atMs: epochMs(),
    sent: servers.map((row) => column(row, 'stot') + column(row, 'wretr')),
    retries: servers.reduce((sum, row) => sum + column(row, 'wretr') + column(row, 'wredis'), 0),
  }
}

async function askSocket(path, command) {
  const socket = connect(path).setEncoding('utf8')
  let response = ''
  socket.on('data', (chunk) => (response += chunk))
  socket.end(`${command}\n`)
  await once(socket, 'close')
  return response
}
