import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { WebSocket } from 'undici'
import { hasTool } from '../hosts/requirements.ts'

const command = ['chromium', 'chromium-browser', 'google-chrome'].find(hasTool)

/** What the browser needs and is missing. */
export const missingForBrowser: readonly string[] = command ? [] : ['chromium']

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly colours?: 'light' | 'dark'
  readonly scripts?: 'on' | 'off'
  readonly media?: 'screen' | 'print'
}

/** A page in a real browser, with all of its requests and messages. */
export interface BrowserPage {
  /** Requested addresses in order. */
  readonly requests: readonly string[]
  /** Console messages, entries of the log (policy violations among them) and exceptions. */
  readonly complaints: readonly string[]
  /** The value of an expression in the page, through JSON. */
  evaluate<T>(expression: string): Promise<T>
  press(key: 'Tab' | 'Enter'): Promise<void>
  /** The nodes of the accessibility tree that a screen reader would read. */
  accessible(): Promise<readonly AccessibleNode[]>
  screenshot(clip?: { y: number; height: number }): Promise<Buffer>
}

export interface AccessibleNode {
  readonly role: string
  readonly name: string
}

/** A browser without a window, controlled by the DevTools protocol. */
export class Browser implements AsyncDisposable {
  readonly #child
  readonly #socket: WebSocket
  readonly #profile: string
  readonly #waiting = new Map<number, PromiseWithReject>()
  readonly #listeners = new Map<string, (method: string, params: Params) => void>()
  #lastId = 0

  private constructor(child: ReturnType<typeof startBrowser>, socket: WebSocket, profile: string) {
    this.#child = child
    this.#socket = socket
    this.#profile = profile
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data))))
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the browser went away'))
    })
  }

  static async start(): Promise<Browser> {
    const profile = await mkdtemp(join(tmpdir(), 'clustergate-browser-'))
    const child = startBrowser(profile)
    // Its error is reported by the promise of the socket.
    child.catch(() => undefined)
    const socket = new WebSocket(await addressOf(child))
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true })
      socket.addEventListener('error', reject, { once: true })
    })
    return new Browser(child, socket, profile)
  }

  /** Opens a page and waits until it is loaded. */
  async open(url: string, options: PageOptions = {}): Promise<BrowserPage> {
    const {
      width = 1280,
      height = 900,
      colours = 'light',
      scripts = 'on',
      media = 'screen',
    } = options
    const { targetId } = await this.#send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await this.#send('Target.attachToTarget', { targetId, flatten: true })
    const send = (method: string, params: Params = {}) => this.#send(method, params, sessionId)
    const requests: string[] = []
    const complaints: string[] = []
    const loaded = new Promise<void>((resolve) => {
      this.#listeners.set(sessionId, (method, params) => {
        if (method === 'Network.requestWillBeSent') requests.push(params.request.url)
        if (method === 'Page.loadEventFired') resolve()
        const complaint = complaintOf(method, params)
        if (complaint !== undefined) complaints.push(complaint)
      })
    })
    for (const domain of ['Page', 'Network', 'Runtime', 'Log', 'Accessibility']) {
      await send(`${domain}.enable`)
    }
    await send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: width < 600,
    })
    await send('Emulation.setEmulatedMedia', {
      media,
      features: [{ name: 'prefers-color-scheme', value: colours }],
    })
    if (scripts === 'off') await send('Emulation.setScriptExecutionDisabled', { value: true })
    await send('Page.navigate', { url })
    await loaded
    return {
      requests,
      complaints,
      evaluate: async (expression) => {
        const { result, exceptionDetails } = await send('Runtime.evaluate', {
          expression,
          returnByValue: true,
          awaitPromise: true,
        })
        if (exceptionDetails) {
          throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
        }
        return result.value
      },
      press: async (key) => {
        const code = { Tab: 9, Enter: 13 }[key]
        const event = {
          key,
          code: key,
          windowsVirtualKeyCode: code,
          ...(key === 'Enter' && { text: '\r' }),
        }
        await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
        await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
      },
      accessible: async () => {
        const { nodes } = await send('Accessibility.getFullAXTree')
        return nodes
          .filter(({ ignored }: Params) => !ignored)
          .map(({ role, name }: Params) => ({ role: role?.value ?? '', name: name?.value ?? '' }))
      },
      screenshot: async (clip) => {
        const { cssContentSize } = await send('Page.getLayoutMetrics')
        const { data } = await send('Page.captureScreenshot', {
          captureBeyondViewport: true,
          clip: { x: 0, y: 0, height: cssContentSize.height, ...clip, width, scale: 1 },
        })
        return Buffer.from(data, 'base64')
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close()
    this.#child.kill()
    await this.#child.catch(() => undefined)
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #send(method: string, params: Params, sessionId?: string): Promise<Params> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    })
  }

  #receive({ id, result, error, method, params, sessionId }: Params): void {
    if (id === undefined) {
      this.#listeners.get(sessionId)?.(method, params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result)
  }
}

/** The protocol has no types here. */
// biome-ignore lint/suspicious/noExplicitAny: what comes back is looked at field by field
type Params = any

interface PromiseWithReject {
  readonly resolve: (value: Params) => void
  readonly reject: (error: Error) => void
}

function startBrowser(profile: string) {
  const flags = [
    ...['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ...['--remote-debugging-port=0', '--remote-allow-origins=*', `--user-data-dir=${profile}`],
  ]
  return execa(command ?? '', [...flags, 'about:blank'], { timeout: 300_000, buffer: false })
}

const startDeadlineMs = 60_000

function addressOf(child: ReturnType<typeof startBrowser>): Promise<string> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(
      () => reject(new Error('the browser did not report its address')),
      startDeadlineMs,
    )
    let reported = ''
    child.stderr.on('data', (chunk) => {
      reported += chunk
      const [, address] = /DevTools listening on (ws:\S+)/.exec(reported) ?? []
      if (address === undefined) return
      clearTimeout(deadline)
      resolve(address)
    })
    child.stderr.on('end', () => {
      clearTimeout(deadline)
      reject(new Error(`the browser ended: ${reported}`))
    })
  })
}

function complaintOf(method: string, params: Params): string | undefined {
  if (method === 'Runtime.consoleAPICalled') return `console.${params.type}`
  if (method === 'Runtime.exceptionThrown') return params.exceptionDetails.text
  if (method === 'Log.entryAdded') return `${params.entry.level}: ${params.entry.text}`
  return undefined
}
