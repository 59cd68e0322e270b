import { Balancer } from '../../balancer/balancer.ts'
import { measureClientCeiling } from '../../load/client/null-server.ts'
import { DirectClient } from '../../load/direct-client.ts'
import { closed } from '../../load/drivers/closed.ts'
import type { Driver } from '../../load/drivers/driver.ts'
import { driverOf } from '../../load/drivers/driver-plan.ts'
import { Pace } from '../../load/pace.ts'
import { runLoad } from '../../load/run-load.ts'
import { UserError } from '../../source/user-error.ts'
import { pause } from '../../time/pause.ts'
import { openWorkload } from '../../workload/open-workload.ts'
import type { Workload } from '../../workload/workload.ts'
import { monotonicMs } from '../monotonic-clock.ts'
import type { AgentShare } from '../protocol.ts'
import { Lease } from './lease.ts'
import type { FromLoadThread, ToLoadThread } from './load-thread-messages.ts'
import { slicedWorkload } from './sliced-workload.ts'

const progressMs = 250

/**
 * The work of the load thread of an agent: prepares one load at a time, starts it at its instant, and
 * reports it.
 */
export class LoadThreadWork {
  readonly #post: (message: FromLoadThread) => void
  #stop: AbortController | undefined
  #startAt: ((atMs: number) => void) | undefined

  constructor(post: (message: FromLoadThread) => void) {
    this.#post = post
  }

  take(message: ToLoadThread): void {
    if (message.type === 'start') this.#startAt?.(message.atMs)
    else if (message.type === 'stop') this.#stop?.abort(message.reason)
    else void this.#work(message.share, new Lease(message.lease))
  }

  async #work(share: AgentShare, lease: Lease): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    const startAt = new Promise<number>((resolve) => {
      this.#startAt = resolve
      stop.signal.addEventListener('abort', () => resolve(Number.NaN), { once: true })
    })
    try {
      await this.#prepareAndRun(share, lease, stop, startAt)
    } catch (error) {
      this.#post({ type: 'failed', problem: problemOf(error) })
    }
  }

  async #prepareAndRun(
    share: AgentShare,
    lease: Lease,
    stop: AbortController,
    startAt: Promise<number>,
  ): Promise<void> {
    const { signal } = stop
    const workload = await workloadOf(share)
    await using dispatcher = await openDispatcher(share)
    const { requests, concurrency } = share.warmup
    if (requests > 0 && !signal.aborted) {
      await runLoad({ dispatcher, workload, signal, driver: closed({ requests, concurrency }) })
    }
    const ceilingPerSecond = await ceilingOf(share, workload, signal)
    this.#post({ type: 'ready' })
    const atMs = await startAt
    if (Number.isNaN(atMs)) {
      this.#post({ type: 'failed', problem: { code: 'STOPPED', message: String(signal.reason) } })
      return
    }
    await untilMonotonic(atMs, signal)
    const sent = { started: 0, ended: 0 }
    const driver = fenced(driverOf(share.driver), lease, stop, sent)
    const progress = setInterval(() => this.#post({ type: 'progress', ...sent }), progressMs)
    const pace = new Pace()
    const startedAtMs = monotonicMs()
    const originMs = performance.now()
    try {
      const record = await runLoad({
        dispatcher,
        driver,
        workload,
        signal,
        slo: share.slo,
        countsChunks: share.countsChunks,
        ceilingPerSecond,
        ...(share.labels && { labels: share.labels }),
        ...(share.inFlightAsked !== undefined && { inFlightAsked: share.inFlightAsked }),
        onSample: (sample, { ended }) => {
          sent.ended = ended
          pace.record(sample)
        },
      })
      this.#post({
        type: 'done',
        record,
        pace: pace.toRecord(originMs),
        startedAtMs,
        ...(signal.aborted && { stoppedBy: String(signal.reason) }),
      })
    } finally {
      clearInterval(progress)
    }
  }
}

/** @throws UserError if the workload differs from the coordinator's */
async function workloadOf({ workload: plan, slice }: AgentShare): Promise<Workload> {
  const { reference, hash, ...options } = plan
  const workload = await openWorkload(reference, options)
  if (workload.hash === hash) return slicedWorkload(workload, slice)
  throw new UserError([
    {
      code: 'workload_differs',
      message: `the workload \`${workload.name}\` of this agent (${workload.hash}) differs from that of the run (${hash})`,
      expected: 'the same file, at the same path from the working directory, on every agent',
    },
  ])
}

async function openDispatcher({
  isDirect,
  workers,
  balancer: settings,
}: AgentShare): Promise<(Balancer | DirectClient) & AsyncDisposable> {
  const [first] = workers
  if (isDirect && first) return new DirectClient(first)
  const balancer = new Balancer({ ...settings, workers })
  await balancer.warmUp()
  return balancer
}

async function ceilingOf(
  { hasCeiling, inFlightAsked, workers, isDirect = false }: AgentShare,
  workload: Workload,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (!hasCeiling) return undefined
  const slots = workers.reduce((sum, each) => sum + each.maxConcurrentRequests, 0)
  return measureClientCeiling({
    concurrency: inFlightAsked ?? slots,
    workload,
    signal,
    isDirect,
  })
}

/** Counts sent requests, and sends nothing once the lease has expired. */
function fenced(
  driver: Driver,
  lease: Lease,
  stop: AbortController,
  sent: { started: number },
): Driver {
  const look = () => {
    if (lease.isOver) stop.abort('the coordinator was not heard of for too long')
  }
  return {
    ...driver,
    async run(context) {
      const looks = setInterval(look, progressMs)
      try {
        return await driver.run({
          ...context,
          send: (index, intendedMs) => {
            look()
            if (!stop.signal.aborted) sent.started += 1
            return context.send(index, intendedMs)
          },
        })
      } finally {
        clearInterval(looks)
      }
    },
  }
}

async function untilMonotonic(atMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const leftMs = atMs - monotonicMs()
    if (leftMs <= 0) return
    await pause(Math.ceil(leftMs), signal)
  }
}

function problemOf(error: unknown): { code: string; message: string } {
  const {
    message,
    code = 'AGENT_BROKEN',
    problems,
  } = error as Error & {
    code?: string
    problems?: readonly { code: string }[]
  }
  return { code: problems?.[0]?.code ?? code, message }
}
