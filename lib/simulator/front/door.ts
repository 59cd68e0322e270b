import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** `refusing` ends connections in order, `dead` resets them. */
export type DoorState = 'open' | 'refusing' | 'dead'

/** The listening socket of a worker: while it is closed, connections are refused. */
export class Door {
  readonly #server: Server
  readonly #host: string
  #port: number
  readonly #sockets = new Set<Socket>()
  readonly #cut = new WeakSet<Socket>()
  #state: DoorState = 'refusing'
  #wanted: DoorState = 'refusing'
  #hasBeenOpen = false
  #settling: Promise<void> = Promise.resolve()

  constructor(server: Server, host: string, port: number) {
    this.#server = server
    this.#host = host
    this.#port = port
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  get port(): number {
    return this.#port
  }

  get state(): DoorState {
    return this.#state
  }

  get wanted(): DoorState {
    return this.#wanted
  }

  /** Whether the connection was ended by the worker, not by its client. */
  hasCut(socket: Socket): boolean {
    return this.#cut.has(socket)
  }

  /**
   * Opens or closes it, after all earlier calls.
   * @throws Error with the system's code if it cannot listen on the address
   */
  want(state: DoorState): Promise<void> {
    this.#wanted = state
    const settle = () => this.#settle()
    this.#settling = this.#settling.then(settle, settle)
    return this.#settling
  }

  /** Resolves when it is in the last requested state. */
  get settled(): Promise<void> {
    return this.#settling
  }

  async #settle(): Promise<void> {
    if (this.#wanted === this.#state) return
    if (this.#wanted === 'open') return this.#open()
    if (this.#state === 'open') this.#shut(this.#wanted)
    this.#state = this.#wanted
  }

  #shut(state: DoorState): void {
    this.#server.close()
    for (const socket of this.#sockets) {
      this.#cut.add(socket)
      if (state === 'dead') socket.resetAndDestroy()
      else socket.destroy()
    }
  }

  async #open(): Promise<void> {
    const deadlineMs = performance.now() + (this.#hasBeenOpen ? returnDeadlineMs : 0)
    for (;;) {
      try {
        this.#server.listen({ port: this.#port, host: this.#host, backlog })
        await once(this.#server, 'listening')
        break
      } catch (error) {
        // While it was closed another process may have got the port, perhaps for an outgoing connection.
        if (performance.now() > deadlineMs) throw error
        await sleep(50)
        if (this.#wanted !== 'open') return
      }
    }
    this.#port = (this.#server.address() as AddressInfo).port
    this.#state = 'open'
    this.#hasBeenOpen = true
  }
}

/** The default maximum of Linux; thousands may connect at once. */
const backlog = 4_096
const returnDeadlineMs = 5_000
