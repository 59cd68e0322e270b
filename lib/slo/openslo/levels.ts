import type { Cluster } from '../../cluster/cluster.ts'
import { type Bound, boundsOf, rounded } from '../bounds.ts'
import { watch } from '../live/watch.ts'
import { awaitedSelector } from '../prometheus/promql.ts'
import { type Declared, type Objective, objectiveInWords, objectiveTitle } from '../slo.ts'
import { measuredQuery, measuredValue } from './measured-query.ts'

/** What an OpenSLO indicator measures. */
export interface Indicator {
  /** Its name, in words. */
  readonly words: string
  readonly description: string
  /** `thresholdMetric` or `ratioMetric`. */
  readonly spec: object
}

/** One bound of an objective: one SLO. */
export interface ObjectiveLevel extends Declared {
  readonly words: string
  readonly description: string
  readonly indicator: Indicator
  /** For a threshold only; a ratio has none. */
  readonly threshold?: { readonly op: Bound['op']; readonly value: number }
  /** Above 0 and below 1. */
  readonly target: number
}

type Levels = { readonly levels: readonly ObjectiveLevel[] } | { readonly reason: string }

/** The OpenSLO form of an objective. */
export function levelsOf(
  declared: Declared,
  { cluster, target }: { readonly cluster: Cluster; readonly target: number },
): Levels {
  const { test, objective } = declared
  const { expectation } = objective
  if (test.skip !== undefined) return { reason: `the test is not run: ${test.skip}` }
  if (expectation.regression) {
    return { reason: 'OpenSLO has no comparison with a stored baseline' }
  }
  const about = { ...declared, ...common(declared) }
  const live = successLevel(about, cluster)
  if (live) return { levels: [live] }
  const bounds = boundsOf(expectation.condition.condition)
  if (!bounds) return { reason: 'OpenSLO compares numbers with one limit, and this is none' }
  const needed = bounds.filter((bound) => !isTrivial(expectation, bound))
  const sides = needed.length > 1
  return {
    levels: needed.map((bound) => ({
      ...about,
      words: `${about.words}${sides ? sideWords(bound) : ''}`,
      indicator: {
        words: `${about.words}${sides ? sideWords(bound) : ''}`,
        description: `${objective.meaning} As runs measure it and the OpenMetrics reporter writes it.`,
        spec: {
          thresholdMetric: prometheus(measuredQuery(declared, bound.op)),
        },
      },
      threshold: { op: bound.op, value: measuredValue(objective, bound) },
      target,
    })),
  }
}

/** A source of metrics in OpenSLO's format. */
function prometheus(query: string): object {
  return { metricSource: { type: 'Prometheus', spec: { query } } }
}

type About = Omit<ObjectiveLevel, 'indicator' | 'threshold' | 'target'>

/**
 * The ratio of successful live requests, if the front counts it. OpenSLO has no target of 100 %: such a
 * rate is a threshold for measurements of runs.
 */
function successLevel(about: About, cluster: Cluster): ObjectiveLevel | undefined {
  const watched = watch(about.test, about.objective, cluster)
  if ('reason' in watched || watched.signal.kind !== 'success') return undefined
  const target = rounded(1 - watched.signal.budgetPercent / 100)
  return target >= 1 ? undefined : { ...about, indicator: servedRequests, target }
}

const servedRequests: Indicator = {
  words: 'served requests',
  description:
    'Requests through `clustergate serve` that ended well, of all but those whose callers went away.',
  spec: {
    ratioMetric: {
      counter: true,
      good: prometheus('sum(clustergate_requests_total{outcome="ok"})'),
      total: prometheus(`sum(clustergate_requests_total${awaitedSelector})`),
    },
  },
}

function common({ suite, test, objective }: Declared) {
  const title = objectiveTitle(objective)
  const why = test.description === undefined ? '' : ` ${test.description}`
  return {
    words: `${test.name} ${title}`,
    description: `${suite.name}: ${test.name}: ${objectiveInWords(objective)}.${why}`,
  }
}

function sideWords({ op }: Bound): string {
  return op.startsWith('g') ? ' at least' : ' at most'
}

/** Counts and shares are never below zero; a share is never above 100 %. */
function isTrivial({ dimension, metric }: Objective['expectation'], { op, value }: Bound): boolean {
  const isShare = dimension === 'percentage' && !/drift|gap|^loss/.test(metric)
  if (op === 'gte' && value === 0) return dimension === 'count' || isShare
  return op === 'lte' && value === 100 && isShare && /success|share|affinity|goodput/.test(metric)
}
