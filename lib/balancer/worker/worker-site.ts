import type { BalancerSettings } from '../../cluster/balancer-settings.ts'
import { collectSecrets, hasCredential, workerHeaders } from '../../cluster/secret.ts'
import { Roster } from '../../wire/roster.ts'
import { Attempt, type AttemptOptions, type AttemptOwner } from '../request/attempt.ts'
import type { OwnHeaders } from '../request/request-headers.ts'
import type { HealthProbe } from './health-probe.ts'
import { WorkerConnections } from './worker-connections.ts'
import type { WorkerState } from './worker-state.ts'

/**
 * Everything that the balancer has open for one worker: connections, attempts in flight, its probe, its
 * headers.
 */
export class WorkerSite {
  readonly state: WorkerState
  readonly connections: WorkerConnections
  /** Sent with every request instead of the caller's headers of these names. */
  readonly headers: OwnHeaders
  readonly #attempts = new Roster<Attempt>()
  readonly #whenEmpty: (() => void)[] = []
  #probe: HealthProbe | undefined

  constructor(
    state: WorkerState,
    settings: BalancerSettings,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.state = state
    this.connections = new WorkerConnections(state.worker, settings)
    const values = workerHeaders(state.worker, env)
    this.headers = {
      values,
      hasKey: hasCredential(values),
      secrets: collectSecrets({ workers: [state.worker] }, env),
    }
  }

  /** Attempts in flight without a byte of a response. */
  get unanswered(): readonly Attempt[] {
    return [...this.#attempts].filter(({ phase }) => phase !== 'responding')
  }

  open(
    owner: AttemptOwner,
    isHedge: boolean,
    { clock, settle }: Pick<AttemptOptions, 'clock' | 'settle'>,
  ): Attempt {
    const attempt = new Attempt({
      owner,
      worker: this.state,
      connections: this.connections,
      clock,
      isHedge,
      settle,
    })
    this.#attempts.add(attempt)
    return attempt
  }

  /** An attempt has ended; its connection is reused if the response was complete. */
  settled(attempt: Attempt): void {
    this.#attempts.delete(attempt)
    if (attempt.isWhole) this.connections.giveBack(attempt.connection)
    else this.connections.discard(attempt.connection)
    if (this.#attempts.size === 0) this.waitNoMore()
  }

  /** Resolves when nothing is in flight, or when no caller waits for that any longer. */
  async empty(): Promise<void> {
    if (this.#attempts.size === 0) return
    await new Promise<void>((resolve) => this.#whenEmpty.push(resolve))
  }

  waitNoMore(): void {
    for (const resolve of this.#whenEmpty.splice(0)) resolve()
  }

  watch(probe: HealthProbe): void {
    this.#probe = probe
  }

  /** Its requests fail: whether it is down shows when it is back. */
  probeNow(): void {
    this.#probe?.hurry()
  }

  async close(): Promise<void> {
    await Promise.all([this.#probe?.close(), this.connections.close()])
  }
}
