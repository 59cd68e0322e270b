import type { Worker } from '../../cluster/cluster.ts'
import type { DriverPlan } from '../../load/drivers/driver-plan.ts'
import { defaultMaxInFlight } from '../../load/drivers/schedule.ts'
import type { AgentProblem, AgentShare, LoadPlan, WorkloadSlice } from '../protocol.ts'

/** Properties of an agent on which its share depends. */
export interface Sharer {
  readonly name: string
  /** The maximum number of requests that it keeps in flight; absent: no limit. */
  readonly slots?: number
}

/**
 * Divides a load among agents so that together they send what one would: each request of the workload once,
 * each at its due time, and never more to a worker than its slots.
 */
export function planShares(
  plan: LoadPlan,
  agents: readonly Sharer[],
): readonly AgentShare[] | AgentProblem {
  const problem = problemOf(plan, agents)
  if (problem) return problem
  return agents.map(({ slots }, index) => {
    const part = { index, of: agents.length }
    const driver = driverShare(plan.driver, part, slots)
    const { requests, concurrency } = plan.warmup
    return {
      ...plan,
      driver,
      workers: plan.isDirect ? plan.workers : workersShare(plan.workers, part),
      slice: sliceOf(plan, part),
      warmup: {
        requests: shareOf(requests, part),
        concurrency: Math.max(1, shareOf(concurrency, part)),
      },
      ...(plan.inFlightAsked !== undefined && {
        inFlightAsked: inFlightOf(driver) ?? shareOf(plan.inFlightAsked, part),
      }),
    }
  })
}

interface Part {
  readonly index: number
  readonly of: number
}

/** An integer share of a number; all shares add up to it. */
function shareOf(total: number, { index, of }: Part): number {
  return beginOf(total, { index: index + 1, of }) - beginOf(total, { index, of })
}

/** The sum of the shares before it. */
function beginOf(total: number, { index, of }: Part): number {
  return Math.floor((total * index) / of)
}

/** The remainder of each worker's slots goes to other agents in turn. */
function workersShare(workers: readonly Worker[], { index, of }: Part): Worker[] {
  return workers.map((worker, number) => ({
    ...worker,
    maxConcurrentRequests: shareOf(worker.maxConcurrentRequests, {
      index: (index + number) % of,
      of,
    }),
  }))
}

function driverShare(plan: DriverPlan, part: Part, slots = Number.POSITIVE_INFINITY): DriverPlan {
  switch (plan.kind) {
    case 'open':
    case 'stages': {
      const most = 'maxInFlight' in plan ? plan.maxInFlight : undefined
      return { ...plan, part, maxInFlight: inFlightOfPart(most, part, slots) }
    }
    case 'replay':
      return {
        ...plan,
        timesMs: plan.timesMs.filter((_, number) => number % part.of === part.index),
        originMs: plan.timesMs[0] ?? 0,
        maxInFlight: inFlightOfPart(plan.maxInFlight, part, slots),
      }
    case 'closed':
      return {
        ...plan,
        concurrency: shareOf(plan.concurrency, part),
        ...(plan.requests !== undefined && { requests: shareOf(plan.requests, part) }),
      }
    case 'batch':
      return {
        ...plan,
        concurrency: shareOf(plan.concurrency, part),
        tasks: shareOf(plan.tasks, part),
      }
  }
}

function inFlightOfPart(asked: number | undefined, part: Part, slots: number): number {
  return Math.min(slots, shareOf(asked ?? defaultMaxInFlight, part))
}

/**
 * A schedule assigns numbers in turn. In a closed loop, whose pace is unknown, each agent has consecutive
 * numbers; an endless one alternates.
 */
function sliceOf({ driver, from = 0 }: LoadPlan, part: Part): WorkloadSlice {
  const total = totalOf(driver)
  if (total === undefined) return { first: from + part.index, step: part.of }
  return { first: from + beginOf(total, part), step: 1 }
}

function totalOf(driver: DriverPlan): number | undefined {
  if (driver.kind === 'closed') return driver.requests
  return driver.kind === 'batch' ? driver.tasks : undefined
}

/** The number of requests that a closed loop keeps in flight; undefined: it is not a closed loop. */
function inFlightOf(driver: DriverPlan): number | undefined {
  if (driver.kind === 'closed')
    return Math.min(driver.concurrency, driver.requests ?? Number.POSITIVE_INFINITY)
  return driver.kind === 'batch' ? Math.min(driver.concurrency, driver.tasks) : undefined
}

function problemOf(
  { workers, isDirect, driver }: LoadPlan,
  agents: readonly Sharer[],
): AgentProblem | undefined {
  const count = agents.length
  const scarce = workers.find(({ maxConcurrentRequests }) => maxConcurrentRequests < count)
  if (scarce && !isDirect) {
    const { id, maxConcurrentRequests: slots } = scarce
    return {
      code: 'TOO_FEW_SLOTS',
      message: `${count} agents cannot share the ${slots === 1 ? 'one slot' : `${slots} slots`} of worker ${id}, of which each needs one: use at most ${slots} ${slots === 1 ? 'agent' : 'agents'}, or raise its \`max_concurrent_requests\` if it serves more at once`,
    }
  }
  const concurrency = concurrencyOf(driver)
  if (concurrency === undefined) return undefined
  if (concurrency < count) {
    return {
      code: 'TOO_LITTLE_CONCURRENCY',
      message: `${count} agents cannot share a concurrency of ${concurrency}, of which each needs one: use at most ${concurrency} agents`,
    }
  }
  const small = agents.find(
    ({ slots }, index) => slots !== undefined && shareOf(concurrency, { index, of: count }) > slots,
  )
  return (
    small && {
      code: 'AGENT_TOO_SMALL',
      message: `agent ${small.name} keeps at most ${small.slots} requests in flight (\`--slots\`), and its share of concurrency ${concurrency} is more: use more agents`,
    }
  )
}

/** The concurrency of a closed loop; undefined for a schedule. */
function concurrencyOf(driver: DriverPlan): number | undefined {
  return driver.kind === 'closed' || driver.kind === 'batch' ? driver.concurrency : undefined
}
