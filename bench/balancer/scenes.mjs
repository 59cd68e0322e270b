/** Three workers of five slots each, whose responses take 50 ms: 20 to the first token and 15 times 2. */
export const slots = 5
/**
 * Responses of exactly equal duration end in step, in bursts of fifteen that no real cluster has and that
 * two cores need a while to process; a spread of 5 % keeps the slots out of step.
 */
const jitter = Number(process.env.BENCH_JITTER ?? 0.05)
const tokens = { timeToFirstTokenMs: 20, tokenTimeMs: 2, jitter }
const slow = { timeToFirstTokenMs: 60, tokenTimeMs: 6, jitter }
/** The two parts of a service are drawn apart, so that the whole has a coefficient of variation of 1. */
const tailed = { ...tokens, jitter: 1.39, jitterDistribution: 'lognormal' }

/** Without `max_conns`, nginx returns 502 to most requests. */
const compared = ['in process', 'serve', 'nginx', 'haproxy']

/**
 * What the workers are like, and what happens to them.
 * - `isFresh`: everything is restarted for each measurement: so that all get the same draws of
 *   service times, or so that an earlier death has no effect.
 * - `death`: one of them dies, and returns, at these shares of the window.
 * - `ceilingBy`: how the throughput that the workers can have at most is found. `rate`: each is driven
 *   alone with more requests than it has slots. `busy_slots`: where service times are random, two runs
 *   draw different ones; there it is what the same services would have been with no slot ever idle.
 */
export const scenes = {
  equal: {
    title: 'Equal workers',
    workers: [tokens, tokens, tokens],
    ceilingBy: 'rate',
    candidates: [...compared, 'nginx max_conns'],
  },
  slow: {
    title: 'One worker 3x slower',
    workers: [tokens, tokens, slow],
    ceilingBy: 'rate',
    candidates: compared,
  },
  tail: {
    title: 'Heavy-tailed service times (log-normal, coefficient of variation 1)',
    workers: [tailed, tailed, tailed],
    ceilingBy: 'busy_slots',
    isFresh: true,
    candidates: compared,
  },
  dying: {
    title: 'One worker dies and returns',
    workers: [tokens, tokens, tokens],
    ceilingBy: 'rate',
    isFresh: true,
    death: { worker: 1, at: 1 / 3, back: 0.6 },
    candidates: [...compared, 'in process without slow start'],
  },
}
