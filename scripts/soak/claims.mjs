/**
 * The claims of a soak, each with its figures.
 * @param run `{ sent, markedTwice, unmarked, counts, byWorker, front, workers, samples, afterRest
 * }`: `front` is the JSON of `/status`, `workers` are the states by the simulator's own record
 */
export function claimsOf(run) {
  return [...accounting(run), ...flatness(run)]
}

function accounting({ sent, markedTwice, unmarked, counts, byWorker, front, workers }) {
  const ofFront = sum(Object.values(front.outcomes))
  const claims = [
    claim(
      'each request has exactly one outcome at its caller',
      markedTwice === 0 && unmarked === 0 && sum(Object.values(counts)) === sent,
      `${grouped(sent)} sent, ${markedTwice} with two outcomes, ${unmarked} with none`,
    ),
    claim(
      'each request has exactly one outcome in the front',
      front.requests === sent && ofFront === sent && front.inFlight === 0 && front.queued === 0,
      `${grouped(front.requests)} requests, ${grouped(ofFront)} outcomes, ${front.inFlight + front.queued} open`,
    ),
    claim(
      'complete responses at the callers equal `ok` in the front',
      counts.complete <= front.outcomes.ok &&
        front.outcomes.ok - counts.complete <= counts.called_off,
      `${grouped(counts.complete)} complete, ${grouped(front.outcomes.ok)} ok`,
    ),
  ]
  for (const worker of workers) claims.push(ofWorker(worker, front, byWorker))
  return claims
}

/**
 * The front's counters compared with the worker's own. Refused connections never reached the worker, and
 * one that was cut while its port closed may not have. A request over a closed idle connection was sent
 * once more over a fresh one (RFC 9112, 9.3.1): the worker counted two, of which the first failed.
 */
function ofWorker(worker, front, byWorker) {
  const { results } = front.workers.find(({ id }) => id === worker.id)
  const complete = byWorker.get(worker.id) ?? 0
  const arrived = worker.served + worker.rejected + worker.failed + worker.aborted
  const attempts = sum(Object.values(results)) - results.refused
  const again = arrived - attempts
  const calledOff = results.aborted + results.timeout + results.reset
  const holds =
    complete <= results.ok &&
    results.ok <= worker.served &&
    worker.served - results.ok <= calledOff &&
    (again > 0 ? again <= worker.failed : -again <= results.reset)
  const difference =
    again >= 0
      ? `${grouped(again)} sent again over a fresh connection`
      : `${grouped(-again)} cut before it read them`
  return claim(
    `${worker.id}: its own record equals the front's`,
    holds && worker.in_flight === 0 && worker.max_in_flight <= worker.slots,
    `served ${grouped(worker.served)} by its record, ${grouped(results.ok)} ok in the front; ` +
      `${grouped(arrived)} arrived, ${grouped(attempts)} attempts (${difference}); at most ${worker.max_in_flight} of ${worker.slots} slots`,
  )
}

/** In its first minutes the heap of Node.js grows to its size: a shorter run says nothing of a leak. */
const warmUpSeconds = 300
const maxWarmUpMb = 250

/** Medians over the second and the last tenth of the time: the first one warms up. */
function flatness({ samples, afterRest }) {
  const tenth = Math.max(1, Math.floor(samples.length / 10))
  const early = samples.slice(tenth, 2 * tenth)
  const late = samples.slice(-tenth)
  const memory = (part) => median(part.map(({ front }) => front.rssMb))
  const sockets = (part) => median(part.map(({ front }) => front.sockets))
  const isShort = samples.at(-1).seconds < warmUpSeconds
  return [
    claim(
      isShort ? `memory of the front is below ${maxWarmUpMb} MB` : 'memory of the front is flat',
      memory(late) <= (isShort ? maxWarmUpMb : memory(early) * 1.15 + 8),
      `${memory(early).toFixed(0)} MB in the second tenth, ${memory(late).toFixed(0)} MB in the last, ${afterRest.rssMb.toFixed(0)} MB after it`,
    ),
    claim(
      'sockets of the front are flat',
      sockets(late) <= sockets(early) * 1.25 + 4 && afterRest.sockets <= sockets(early) + 4,
      `${sockets(early)} in the second tenth, ${sockets(late)} in the last, ${afterRest.sockets} after it`,
    ),
  ]
}

const claim = (name, holds, figures) => ({ name, holds, figures })

const sum = (values) => values.reduce((total, value) => total + value, 0)

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

export const grouped = (count) => count.toLocaleString('en-US')
