import type { ServerResponse } from 'node:http'
import type { CallerConnection } from './caller-connection.ts'

/** A request and its response, until that is sent completely, or its connection is closed. */
export class Turn {
  readonly response: ServerResponse
  readonly #connection: CallerConnection
  #whenOver: (() => void) | undefined
  isOver = false

  constructor(connection: CallerConnection, response: ServerResponse) {
    this.response = response
    this.#connection = connection
    connection.begun(this)
    response.on('close', () => this.end())
  }

  /** @param callback called once, at the end */
  whenOver(callback: () => void): void {
    this.#whenOver = callback
  }

  end(): void {
    if (this.isOver) return
    this.isOver = true
    this.#connection.ended(this)
    this.#whenOver?.()
  }
}
