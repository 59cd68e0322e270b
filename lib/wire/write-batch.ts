import type { Socket } from 'node:net'

/**
 * Holds what is written until the event loop has read all that has come: whoever reads many responses at once sends
 * the next requests right after each other. Where the other side sleeps, waking it is most of what a write costs, and
 * between two requests that come apart it would fall asleep again.
 */
export class WriteBatch {
  #sockets: Socket[] = []

  /** From now on it writes nothing, until the loop has come round. */
  hold(socket: Socket): void {
    socket.cork()
    if (this.#sockets.push(socket) === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    const sockets = this.#sockets
    this.#sockets = []
    for (const socket of sockets) socket.uncork()
  }
}
