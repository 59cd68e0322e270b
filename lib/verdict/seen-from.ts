import type { Measurement } from '../record/measurement.ts'
import type { ConditionVerdict } from '../record/verdict.ts'
import { labelled, readLabelled } from '../units/labels.ts'

/** What one agent measured, as if it were all. */
export interface SeenFrom {
  readonly agent: string
  readonly measurement: Measurement
}

/**
 * What the agent measured whose values decide what was missed, else one that does not reach the subject.
 * Undefined: it was measured from here.
 */
export function seenFromWorst(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): SeenFrom | undefined {
  const { vantages } = measurement
  if (!vantages) return undefined
  const decisive = missed.flatMap(({ level }) => level?.agent ?? [])
  const hole = vantages.find(({ reaches }) => reaches === false)
  const agent = String(decisive[0] ?? hole?.agent ?? vantages[0]?.agent ?? '')
  return { agent, measurement: seenFrom(measurement, agent) }
}

function seenFrom({ vantages: _, ...rest }: Measurement, agent: string): Measurement {
  const own = Object.entries(rest.metrics).flatMap(([key, value]) => {
    const { metric, labels } = readLabelled(key)
    const { agent: whose, ...others } = labels
    return String(whose) === agent ? [[labelled(metric, others), value]] : []
  })
  return {
    ...rest,
    metrics: Object.fromEntries(own),
    evidence: rest.evidence.filter((each) => each.agent === agent),
  }
}
