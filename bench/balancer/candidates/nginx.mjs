import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder, startProgram, startScript } from '../processes.mjs'
import { freePort, listening } from './free-port.mjs'

/**
 * nginx as a careful operator sets it up for such workers.
 * @param hasMaxConns whether it keeps to the workers' slots: it has no queue, and returns 502 then
 */
export async function startNginx(workers, hasMaxConns) {
  const port = await freePort()
  const prefix = join(folder, `nginx-${port}`)
  mkdirSync(prefix)
  writeFileSync(join(prefix, 'nginx.conf'), configuration(workers, port, hasMaxConns))
  const program = startProgram('nginx', ['-p', prefix, '-c', 'nginx.conf', '-e', 'error.log'])
  await listening(port)
  const load = startScript('load.mjs')
  await load.ask('useOrigins', [`http://127.0.0.1:${port}`])
  const log = join(prefix, 'access.log')
  return {
    load,
    origin: `http://127.0.0.1:${port}`,
    pid: program.pid,
    watch: async () => {
      const { length } = readFileSync(log)
      return async () => readAttempts(readFileSync(log).subarray(length).toString(), workers)
    },
    stop: () => Promise.all([load.stop(), program.stop()]),
  }
}

/**
 * - Completions may be sent again: also when a worker died before its response.
 * - One failure takes a worker out for two seconds; the default is ten.
 */
const configuration = (workers, port, hasMaxConns) => `
daemon off;
master_process off;

pid nginx.pid;
events { worker_connections 19900; }
http {
  log_format attempts '$msec $request_time $upstream_addr';
  access_log access.log attempts;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  upstream workers {
    least_conn;
${workers.map(({ host, port: each, slots }) => `    server ${host}:${each} max_fails=1 fail_timeout=2s${hasMaxConns ? ` max_conns=${slots}` : ''};`).join('\n')}
    keepalive 64;
    keepalive_requests 1000000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    keepalive_requests 1000000000;
    location / {
      proxy_pass http://workers;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_connect_timeout 5s;
      proxy_read_timeout 10m;
      proxy_next_upstream error timeout http_502 http_503 http_504 non_idempotent;
      proxy_next_upstream_tries 3;
    }
  }
}
`

/**
 * Each line is one request with the addresses of all its attempts; the time of the request is logged, those
 * of its attempts are not.
 */
function readAttempts(text, workers) {
  const index = new Map(workers.map(({ host, port }, place) => [`${host}:${port}`, place]))
  const attempts = []
  let retries = 0
  for (const line of text.trim().split('\n')) {
    const [endSeconds, seconds, ...rest] = line.split(' ')
    const atMs = (Number(endSeconds) - Number(seconds)) * 1_000
    // If no server is free, the field contains the group's own name, which is not an attempt.
    const tried = rest
      .join('')
      .split(',')
      .map((address) => index.get(address))
      .filter((each) => each !== undefined)
    retries += Math.max(0, tried.length - 1)
    for (const worker of tried) attempts.push([atMs, worker])
  }
  return { attempts, retries }
}
