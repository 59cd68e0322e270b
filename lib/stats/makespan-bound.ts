/** Workers that each run `slots` requests at once, each of which takes `serviceMs`. */
export interface WorkerCapacity {
  readonly slots: number
  readonly serviceMs: number
}

export interface BoundedLoad {
  readonly workers: readonly WorkerCapacity[]
  /** Maximum number of requests in flight, over all workers. */
  readonly concurrency: number
}

/**
 * The lower bound in ms of the time in which any balancer can serve `jobs` equal requests: the smallest t
 * by which enough of them can have ended.
 *
 * By t, a slot ends at most ⌊t / service time⌋ of them. If all slots may be busy at once, giving each
 * request to the slot that ends it first reaches the bound (Graham et al., "Optimization and approximation
 * in deterministic sequencing and scheduling", Annals of Discrete Mathematics 5, 1979: uniform machines,
 * unit jobs). With a concurrency below the slots, the requests also have to fit into concurrency · t of
 * service. Counting only the fastest slots is not enough: another one can serve while those pause, so that
 * two at a time on slots of 2, 3 and 3 ms end four requests within 5 ms, and the two fastest only three.
 * @throws RangeError for a cluster that can serve nothing
 */
export function makespanBound({
  jobs,
  workers,
  concurrency,
}: BoundedLoad & { readonly jobs: number }): number {
  const bySpeed = fastestFirst(workers)
  const slots = bySpeed.reduce((sum, worker) => sum + worker.slots, 0)
  const lanes = Math.min(concurrency, slots)
  if (!(lanes > 0)) throw new RangeError('no slot serves anything, so nothing ever ends')
  if (jobs <= 0) return 0
  const fastestMs = bySpeed[0]?.serviceMs ?? 0
  const roundsMs = Math.ceil(jobs / lanes) * fastestMs
  const rounds = bySpeed.map(() => 0)
  for (;;) {
    const endMs = passNextEnd(bySpeed, rounds)
    const workMs = leastWork(jobs, bySpeed, rounds)
    if (workMs === undefined) continue
    if (lanes === slots) return endMs
    const boundMs = Math.max(endMs, workMs / lanes, roundsMs)
    if (boundMs <= nextEnd(bySpeed, rounds).endMs) return boundMs
  }
}

/** The sustained rate of such a load, per second: the fastest slots all of the time. */
export function fluidThroughput({ workers, concurrency }: BoundedLoad): number {
  let left = concurrency
  let perSecond = 0
  for (const { slots, serviceMs } of fastestFirst(workers)) {
    const used = Math.min(slots, left)
    perSecond += (used * 1_000) / serviceMs
    left -= used
  }
  return perSecond
}

function fastestFirst(workers: readonly WorkerCapacity[]): readonly WorkerCapacity[] {
  for (const { slots, serviceMs } of workers) {
    const isWorker = Number.isInteger(slots) && slots >= 0 && serviceMs > 0
    if (!isWorker) throw new RangeError(`no worker has ${slots} slots of ${serviceMs}ms`)
  }
  return workers.filter(({ slots }) => slots > 0).toSorted((a, b) => a.serviceMs - b.serviceMs)
}

/**
 * Advances to the next moment at which busy slots end a request.
 * @param rounds number of requests that each slot of a worker has ended; incremented
 */
function passNextEnd(workers: readonly WorkerCapacity[], rounds: number[]): number {
  const { index, endMs } = nextEnd(workers, rounds)
  rounds[index] = (rounds[index] ?? 0) + 1
  return endMs
}

function nextEnd(workers: readonly WorkerCapacity[], rounds: readonly number[]) {
  // Products, not sums: those would accumulate rounding errors over many requests.
  const endsMs = workers.map(({ serviceMs }, index) => ((rounds[index] ?? 0) + 1) * serviceMs)
  const endMs = Math.min(...endsMs)
  return { index: endsMs.indexOf(endMs), endMs }
}

/** The minimum service time of the jobs if each slot ends this many; undefined if that is too few. */
function leastWork(
  jobs: number,
  workers: readonly WorkerCapacity[],
  rounds: readonly number[],
): number | undefined {
  let left = jobs
  let workMs = 0
  for (const [index, { slots, serviceMs }] of workers.entries()) {
    const served = Math.min(left, slots * (rounds[index] ?? 0))
    workMs += served * serviceMs
    left -= served
  }
  return left === 0 ? workMs : undefined
}
