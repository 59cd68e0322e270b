import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, listening } from '../balancer/candidates/free-port.mjs'
import { folder, startProgram } from '../balancer/processes.mjs'
import { contentType, events, path, plainResponse } from './answers.mjs'
import { serverCore } from './cores.mjs'

/** One worker of nginx that responds to each POST with the same bytes: the fastest server at hand. */
export async function startNginx(isStream) {
  const port = await freePort()
  const prefix = join(folder, `nginx-${port}`)
  mkdirSync(prefix)
  writeFileSync(join(prefix, 'stream'), events.join(''))
  writeFileSync(join(prefix, 'nginx.conf'), configuration(port, isStream))
  const args = ['-p', prefix, '-c', 'nginx.conf', '-e', 'error.log']
  const program = startProgram('taskset', ['-c', serverCore, 'nginx', ...args], 'nginx')
  await listening(port)
  return { port, pid: program.pid, stop: program.stop }
}

/** A file is not a response to a POST, but may be the error page of a status that is not an error. */
const stream = `
    location = ${path} {
      error_page 405 =200 /stream;
      return 405;
    }
    location = /stream {
      root .;
      default_type text/event-stream;
    }`
const plain = `
    location = ${path} {
      default_type ${contentType};
      return 200 '${plainResponse}';
    }`

const configuration = (port, isStream) => `
daemon off;
master_process off;

pid nginx.pid;
events { worker_connections 19900; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=10;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    keepalive_requests 1000000000;${isStream ? stream : plain}
    location = /v1/models {
      default_type ${contentType};
      return 200 '{"object":"list","data":[]}';
    }
  }
}
`
