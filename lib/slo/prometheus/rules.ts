import { Document } from 'yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import { type Stage, stages } from '../../spec/spec.ts'
import type { LeftOut } from '../left-out.ts'
import type { LiveSignal } from '../live/live-signal.ts'
import { watch } from '../live/watch.ts'
import {
  type Declared,
  declaredObjectives,
  objectiveInWords,
  placeOf,
  type SloSuite,
} from '../slo.ts'
import { alertConditions } from './promql.ts'

export interface RuleFile {
  /** YAML. */
  readonly text: string
  readonly alerts: number
  readonly leftOut: readonly LeftOut[]
}

/**
 * Alert rules for Prometheus, for the objectives that the metrics of `clustergate serve` can show.
 * Objectives with the same expression are one alert.
 */
export function ruleFile(suites: readonly SloSuite[], cluster: Cluster): RuleFile {
  const { watched, leftOut } = sorted(suites, cluster)
  const rules = [...watched.values()].flatMap(rulesOf)
  const groups = stages
    .map((stage) => ({
      name: `clustergate-${stage}`,
      rules: rules.filter((rule) => rule.labels.stage === stage),
    }))
    .filter((group) => group.rules.length > 0)
  const document = new Document({ groups })
  document.commentBefore =
    ' Made by `clustergate export prometheus-rules` from the specs; do not edit it by hand.'
  return { text: document.toString({ lineWidth: 0 }), alerts: rules.length, leftOut }
}

interface Watched {
  readonly signal: LiveSignal
  /** At least one, in the order of the specs. */
  readonly declared: [Declared, ...Declared[]]
}

/** By signal, in the order of the specs. */
function sorted(suites: readonly SloSuite[], cluster: Cluster) {
  const watched = new Map<string, Watched>()
  const leftOut: LeftOut[] = []
  for (const declared of declaredObjectives(suites)) {
    const found = watch(declared.test, declared.objective, cluster)
    if ('reason' in found) {
      leftOut.push({ ...declared, reason: found.reason })
      continue
    }
    const key = JSON.stringify(found.signal)
    const known = watched.get(key)
    if (known) known.declared.push(declared)
    else watched.set(key, { signal: found.signal, declared: [declared] })
  }
  return { watched, leftOut }
}

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: Readonly<Record<'severity' | 'objective' | 'declared', string>> & {
    readonly stage: Stage
  }
  readonly annotations: Readonly<Record<string, string>>
}

function rulesOf({ signal, declared }: Watched): Rule[] {
  const [{ suite, objective }] = declared
  const promised = objectiveInWords(objective)
  const places = [...new Set(declared.map((each) => placeOf(each.suite, each.objective)))]
  const owners = [...new Set(declared.flatMap((each) => each.suite.owner ?? []))]
  const about = isOfWorker(signal) ? '{{ $labels.worker }}: ' : ''
  return alertConditions(signal).map(({ severity, expr, forDuration, words }) => ({
    alert: alertName(signal),
    expr,
    ...(forDuration !== undefined && { for: forDuration }),
    labels: {
      severity,
      stage: suite.stage,
      objective: verbatim(promised),
      // Two tests may have the same text, and measure it under another load.
      declared: verbatim(placeOf(suite, objective)),
    },
    annotations: {
      summary: `${about}${verbatim(`${promised} is missed (${suite.name})`)}`,
      description: `${remarkOf(signal)}Fires where ${words}. Now: ${valueTemplate[signal.kind]}.`,
      declared: places.map(verbatim).join(', '),
      ...(owners.length > 0 && { owner: owners.map(verbatim).join(', ') }),
    },
  }))
}

/** Whether its alert is about one worker. */
function isOfWorker(signal: LiveSignal): boolean {
  return signal.kind === 'time' ? signal.isPerWorker : signal.kind !== 'success'
}

const valueTemplate: Readonly<Record<LiveSignal['kind'], string>> = {
  success: '{{ $value | humanizePercentage }} fail',
  time: '{{ $value | humanizeDuration }}',
  share: '{{ $value | humanizePercentage }}',
  slots: '{{ $value }} requests',
  state: 'out of rotation',
}

const timeNames = {
  clustergate_service_seconds: 'ClustergateServiceTimeHigh',
  clustergate_time_to_first_token_seconds: 'ClustergateFirstTokenLate',
  clustergate_queue_wait_seconds: 'ClustergateQueueWaitHigh',
} as const

function alertName(signal: LiveSignal): string {
  if (signal.kind === 'time') return timeNames[signal.histogram]
  return {
    success: 'ClustergateRequestsFail',
    share: 'ClustergateShareOutOfBounds',
    slots: 'ClustergateSlotsExceeded',
    state: 'ClustergateWorkerOut',
  }[signal.kind]
}

function remarkOf(signal: LiveSignal): string {
  const isPart = signal.kind === 'time' && signal.isPart
  return isPart
    ? 'The time from the slot on, without the wait for it, is over the limit alone. '
    : ''
}

/** Prometheus expands templates in labels and annotations: a user's braces must not be templates. */
function verbatim(text: string): string {
  return text.replaceAll('{{', '{{"{{"}}')
}
