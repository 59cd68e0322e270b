import type { Measurement } from '../record/measurement.ts'
import { hasLabels, type Labels, labelled, readLabelled } from '../units/labels.ts'
import type { Expectation } from './expectation.ts'

/** One of the values of a condition. */
export interface ConditionValue {
  /** Its key in the measurement; absent if it was not measured. */
  readonly key: string
  /** Its member of a family. */
  readonly member?: string
  /** Its level; empty without levels. */
  readonly level: Labels
}

type ConditionTarget = Pick<Expectation, 'metric' | 'family' | 'at'>

/**
 * The values that must meet a condition: of one metric or of each member of a family, at each level, or at
 * those with the labels of `at`. Without `at`, a name without labels has precedence over the same name with
 * labels.
 *
 * A level at which only other metrics were measured is included: its missing value must not be overlooked.
 */
export function conditionValues(
  asked: ConditionTarget,
  { metrics }: Measurement,
): readonly ConditionValue[] {
  const { metric, family, at } = asked
  // A name may look labelled: that of a JSON path.
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

function isOf({ metric, family }: ConditionTarget, name: string): boolean {
  if (family === undefined) return name === metric
  return name.startsWith(family) && name.length > family.length
}

/** Levels with the same labels that were not measured. */
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
