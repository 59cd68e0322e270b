import type { Measurement } from '../record/measurement.ts'
import { hasLabels, type Labels, labelled, readLabelled } from '../units/labels.ts'
import type { Expectation } from './expectation.ts'

/** One of the values that a condition is about. */
export interface AskedValue {
  /** Its key in the measurement; what is not there was not measured. */
  readonly key: string
  /** Whose it is, of a family. */
  readonly member?: string
  /** At which level it belongs; empty where there are no levels. */
  readonly level: Labels
}

type Asked = Pick<Expectation, 'metric' | 'family' | 'at'>

/**
 * The values that must meet a condition: of one metric or of each member of a family, at each level, or
 * at those that have the labels of `at`. Without `at`, a name without labels goes before the same name
 * with labels.
 *
 * A level where only other metrics were measured belongs to them as well: what is missing there must
 * not go by unseen.
 */
export function askedValues(asked: Asked, { metrics }: Measurement): readonly AskedValue[] {
  const { metric, family, at } = asked
  // A name may look like one with labels: that of a JSON path.
  const isSingle = !at && family === undefined && Object.hasOwn(metrics, metric)
  if (isSingle) return [{ key: metric, level: {} }]
  const keys = Object.keys(metrics).map((key) => ({ key, ...readLabelled(key) }))
  const measured = keys
    .filter((key) => isOf(asked, key.metric))
    .filter(({ key, metric: name }) => at || key === name || !Object.hasOwn(metrics, name))
    .map(({ key, metric: name, labels }) => ({ key, name, level: labels }))
  const missing = missingLevels(
    measured.map(({ level }) => level),
    keys.map(({ labels }) => labels),
  ).map((level) => ({ key: labelled(metric, level), name: undefined, level }))
  return [...measured, ...missing]
    .filter(({ level }) => !at || (hasLevel(level) && hasLabels(level, at)))
    .map(({ key, name, level }) => ({
      key,
      level,
      ...(family !== undefined && name !== undefined && { member: name.slice(family.length) }),
    }))
}

function isOf({ metric, family }: Asked, name: string): boolean {
  if (family === undefined) return name === metric
  return name.startsWith(family) && name.length > family.length
}

/** Levels of the same kind, told by the same labels, that are not among those that were measured. */
function missingLevels(measured: readonly Labels[], all: readonly Labels[]): readonly Labels[] {
  const kinds = new Set(measured.filter(hasLevel).map(kindOf))
  const known = new Set(measured.map(nameOf))
  return distinctLevels(all).filter(
    (level) => kinds.has(kindOf(level)) && !known.has(nameOf(level)),
  )
}

/** The levels among these labels, each once. */
export function distinctLevels(all: readonly Labels[]): readonly Labels[] {
  return [...new Map(all.filter(hasLevel).map((level) => [nameOf(level), level])).values()]
}

function hasLevel(labels: Labels): boolean {
  return Object.keys(labels).length > 0
}

function kindOf(labels: Labels): string {
  return Object.keys(labels).toSorted().join()
}

function nameOf(labels: Labels): string {
  return labelled('', labels)
}
