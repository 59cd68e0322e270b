import { hasLabels, type Labels } from '../units/labels.ts'
import type { ConditionVerdict } from './verdict.ts'

/** `share.` of `share.each`, a condition on every member of a family. */
export function familyOf(metric: string): string | undefined {
  return metric.endsWith('.each') ? metric.slice(0, -'each'.length) : undefined
}

/** Whether a condition is about a metric at a level. */
export function isAbout(
  { metric: asked, at = {} }: ConditionVerdict,
  metric: string,
  labels: Labels,
): boolean {
  const family = familyOf(asked)
  const isNamed = asked === metric || (family !== undefined && metric.startsWith(family))
  return isNamed && hasLabels(labels, at)
}
