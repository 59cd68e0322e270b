import type {
  DeclaredLoad,
  LiveSignal,
  ShareSignal,
  StateSignal,
  SuccessSignal,
  TimeSignal,
} from '../live/live-signal.ts'

/** When an alert fires, and how urgent that is. */
export interface AlertCondition {
  readonly severity: 'critical' | 'warning'
  readonly expr: string
  /** How long it must last; absent: at once. */
  readonly forDuration?: string
  /** When it fires, in a few words. */
  readonly words: string
}

/**
 * The conditions under which an objective is missed on live traffic. Each looks at a long window, so that a
 * few requests do not fire it, and at a short one, so that it ends soon after the problem does (multiwindow
 * alerts: Google, The Site Reliability Workbook, chapter 5).
 */
export function alertConditions(signal: LiveSignal): readonly AlertCondition[] {
  switch (signal.kind) {
    case 'success':
      return successConditions(signal)
    case 'time':
      return [timeCondition(signal)]
    case 'share':
      return [shareCondition(signal)]
    case 'slots':
      return [
        {
          severity: 'warning',
          expr: 'clustergate_in_flight_requests > clustergate_slots',
          words: 'a worker has more requests in flight than slots',
        },
      ]
    case 'state':
      return [stateCondition(signal)]
  }
}

/** Failures, of all requests that callers waited for: a caller that disconnects is not a failure. */
const failedSelector = '{outcome!~"ok|aborted"}'
export const awaitedSelector = '{outcome!="aborted"}'

/**
 * At 14.4 times the budget, a fifteenth of an hour's worth of 30 days is used up within the hour (ibid.).
 */
const fastBurn = 14.4

function successConditions({ budgetPercent, isStrict }: SuccessSignal): AlertCondition[] {
  const limit = budgetPercent / 100
  const fast = Number((limit * fastBurn).toPrecision(12))
  const over = isStrict ? '>=' : '>'
  const above = (most: number, windows: readonly [string, string]) =>
    windows.map((window) => `${failedRatio(window)} ${over} ${most}`).join('\nand\n')
  const slow: AlertCondition = {
    severity: 'warning',
    expr: above(limit, ['6h', '30m']),
    words: `more than ${budgetPercent}% failed over 6h, and still do over 30m`,
  }
  // No more than all can fail, and zero has no multiple.
  if (limit === 0 || fast >= 1) return [slow]
  const urgent: AlertCondition = {
    severity: 'critical',
    expr: above(fast, ['1h', '5m']),
    words: `more than ${fastBurn} times the budget failed over 1h, and still do over 5m`,
  }
  return [urgent, slow]
}

function failedRatio(window: string): string {
  const rate = (selector: string) => `sum(rate(clustergate_requests_total${selector}[${window}]))`
  return `${rate(failedSelector)} / ${rate(awaitedSelector)}`
}

function timeCondition(signal: TimeSignal): AlertCondition {
  const over = signal.isStrict ? '>' : '>='
  const above = (window: string) => `${statistic(signal, window)} ${over} ${signal.limitSeconds}`
  return {
    severity: 'warning',
    expr: [above('30m'), above('5m'), atMost(signal, '30m')].join('\nand\n'),
    words: `it is over the limit of ${signal.limitSeconds} s over 30m and over 5m, ${loadInWords(signal.load)}`,
  }
}

function statistic(
  { histogram, statistic: which, isPerWorker, workers }: TimeSignal,
  window: string,
): string {
  const rate = (part: string) => `rate(${histogram}_${part}${workerSelector(workers)}[${window}])`
  const by = isPerWorker ? ' by (worker) ' : ''
  if (which === 'mean') return `sum${by}(${rate('sum')}) / sum${by}(${rate('count')})`
  const labels = isPerWorker ? 'worker, le' : 'le'
  return `histogram_quantile(${which}, sum by (${labels}) (${rate('bucket')}))`
}

/** Above its declared load, an objective promises nothing. */
function atMost({ load, isPerWorker, workers }: TimeSignal, window: string): string {
  if (load.kind === 'alone') {
    const inFlight = `avg_over_time(clustergate_in_flight_requests${workerSelector(workers)}[${window}])`
    return `${isPerWorker ? 'on (worker) ' : ''}${inFlight} <= 1`
  }
  return `on () ${loadOf(load, window)} <= ${mostOf(load)}`
}

function loadInWords(load: DeclaredLoad): string {
  switch (load.kind) {
    case 'alone':
      return 'while a worker has no more than one request'
    case 'concurrency':
      return `while no more than ${load.requests} requests are there at once`
    case 'rate':
      return `while no more than ${load.perSecond} come a second`
    case 'slots':
      return 'while no more requests are there than slots'
  }
}

function loadOf(load: DeclaredLoad, window: string): string {
  if (load.kind === 'rate') return `sum(rate(clustergate_requests_total[${window}]))`
  const mean = (metric: string) => `sum(avg_over_time(${metric}[${window}]))`
  return `(${mean('clustergate_in_flight_requests')} + ${mean('clustergate_queued_requests')})`
}

function mostOf(load: DeclaredLoad): string {
  if (load.kind === 'rate') return String(load.perSecond)
  return load.kind === 'concurrency' ? String(load.requests) : 'sum(clustergate_slots)'
}

/** The load of a share; a closed loop of the check never falls below it. */
const fullLoad = 0.8

function shareCondition({ worker, low, high, requests, load }: ShareSignal): AlertCondition {
  const window = '1h'
  const served = 'clustergate_attempts_total{result="ok"'
  const one = worker === undefined ? '' : `,worker=${quoted(worker)}`
  const share = `sum by (worker) (rate(${served}${one}}[${window}])) / scalar(sum(rate(${served}}[${window}])))`
  const outside = [
    ...(low === undefined ? [] : [`${share} < ${low / 100}`]),
    ...(high === undefined ? [] : [`${share} > ${high / 100}`]),
  ]
  return {
    severity: 'warning',
    expr: [
      outside.length > 1 ? `(\n  ${outside.join('\n  or\n  ')}\n)` : outside.join(''),
      `on () sum(increase(${served}}[${window}])) >= ${requests}`,
      `on () ${loadOf(load, window)} >= ${fullLoad} * ${mostOf(load)}`,
    ].join('\nand '),
    words: `a share is outside its bounds over ${window}, of at least ${requests} requests and under the declared load`,
  }
}

function stateCondition({ states, workers }: StateSignal): AlertCondition {
  const names = workers === undefined ? '' : `,${workerMatcher(workers)}`
  return {
    severity: 'critical',
    expr: `sum by (worker) (clustergate_worker_state{state=~"${states.join('|')}"${names}}) > 0`,
    forDuration: '2m',
    words: `a worker is out for 2m (${states.join(', ')})`,
  }
}

function workerSelector(workers: readonly string[] | undefined): string {
  return workers === undefined ? '' : `{${workerMatcher(workers)}}`
}

function workerMatcher(workers: readonly string[]): string {
  const literal = workers.map((id) => id.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
  return `worker=~${quoted(literal.join('|'))}`
}

/** A string of PromQL. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
