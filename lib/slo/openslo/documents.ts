import { Document } from 'yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import type { LeftOut } from '../left-out.ts'
import { declaredObjectives, placeOf, type SloSuite } from '../slo.ts'
import { type Indicator, levelsOf, type ObjectiveLevel } from './levels.ts'
import { ObjectNames } from './object-name.ts'
import { annotations, displayName, limited } from './texts.ts'

export interface OpenSloOptions {
  /** A DNS label. */
  readonly service: string
  /** In OpenSLO's format: `28d`. */
  readonly window: string
  /** The fraction of measured values that must be within a threshold, above 0 and below 1. */
  readonly target: number
  readonly cluster: Cluster
}

export interface OpenSloFile {
  /** YAML documents, one after the other. */
  readonly text: string
  readonly slos: number
  readonly leftOut: readonly LeftOut[]
}

/**
 * Objectives as OpenSLO v1 (https://github.com/OpenSLO/OpenSLO): a service, their indicators, and an SLO
 * for each bound of each objective.
 */
export function openSloFile(suites: readonly SloSuite[], options: OpenSloOptions): OpenSloFile {
  const leftOut: LeftOut[] = []
  const indicators = new Indicators()
  const names = new ObjectNames()
  const slos: object[] = []
  for (const declared of declaredObjectives(suites)) {
    const found = levelsOf(declared, options)
    if ('reason' in found) leftOut.push({ ...declared, reason: found.reason })
    else slos.push(...found.levels.map((level) => slo(level, indicators, names, options)))
  }
  const objects = [service(options.service), ...indicators.objects, ...slos]
  return { text: objects.map(asYaml).join('---\n'), slos: slos.length, leftOut }
}

const apiVersion = 'openslo/v1'

function service(name: string): object {
  const description = 'Requests to a cluster of LLM workers'
  return { apiVersion, kind: 'Service', metadata: { name }, spec: { description } }
}

/** Each indicator once, however many refer to it. */
class Indicators {
  readonly objects: object[] = []
  readonly #names = new ObjectNames()
  readonly #known = new Map<string, string>()

  nameOf({ words, description, spec }: Indicator): string {
    const identity = JSON.stringify(spec)
    const known = this.#known.get(identity)
    if (known !== undefined) return known
    const name = this.#names.nameOf(words, identity)
    this.#known.set(identity, name)
    this.objects.push({
      apiVersion,
      kind: 'SLI',
      metadata: { name, displayName: displayName(words) },
      spec: { description: limited(description), ...spec },
    })
    return name
  }
}

function slo(
  level: ObjectiveLevel,
  indicators: Indicators,
  names: ObjectNames,
  { service: serviceName, window }: OpenSloOptions,
): object {
  const { words, suite, test, objective, target, threshold } = level
  return {
    apiVersion,
    kind: 'SLO',
    metadata: {
      name: names.nameOf(words, `${placeOf(suite, objective)} ${threshold?.op}`),
      displayName: displayName(words),
      labels: { stage: suite.stage, check: test.check.replaceAll('_', '-') },
      annotations: annotations(suite, objective),
    },
    spec: {
      description: limited(level.description),
      service: serviceName,
      indicatorRef: indicators.nameOf(level.indicator),
      timeWindow: [{ duration: window, isRolling: true }],
      budgetingMethod: 'Occurrences',
      objectives: [{ displayName: displayName(objective.target), ...threshold, target }],
    },
  }
}

function asYaml(object: object): string {
  return new Document(object).toString({ lineWidth: 0 })
}
