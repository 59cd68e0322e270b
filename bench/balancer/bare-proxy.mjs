// The least that a proxy on node:http can do: it passes requests on, to one worker after the other, without slots,
// limits, keys, retries or counts.
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { takeCommands } from './commands.mjs'

const file = join(process.env.BENCH_MODULES, 'lib/wire/wire-client.js')
const { WireClient } = await import(pathToFileURL(file).href)

takeCommands({
  listen: ({ port, origins }) => {
    const clients = origins.map((origin) => new WireClient(origin))
    let passed = 0
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (part) => (body += part))
      request.on('end', () => {
        const headers = { 'content-type': request.headers['content-type'] }
        const options = { method: request.method, path: request.url, headers, body }
        clients[passed++ % clients.length].dispatch(options, new Passed(response))
      })
    })
    return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  },
})

/** What is whole in one part is written at once. */
class Passed {
  #first

  constructor(response) {
    this.response = response
  }

  onResponseStart(_, status, headers) {
    this.response.statusCode = status
    for (const name of ['content-type', 'content-length']) {
      if (headers[name]) this.response.setHeader(name, headers[name])
    }
  }

  onResponseData(_, chunk) {
    if (this.#first) this.response.write(this.#first)
    this.#first = chunk
  }

  onResponseEnd() {
    this.response.end(this.#first)
  }

  onResponseError(_, error) {
    this.response.destroy(error)
  }
}
