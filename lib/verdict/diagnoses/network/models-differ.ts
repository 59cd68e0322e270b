import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { ofEachServer } from './server-remedies.ts'

/** Workers do not all serve the same model, so their figures cannot be compared. */
export function modelsDiffer(
  { check, metrics }: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  if (check !== 'same_model' || missed.length === 0 || metrics.same !== false) return undefined
  const differing = listOf(metrics.differing)
  const kinds = [
    ['models', metrics.models],
    ['sizes', metrics.sizes],
    ['quantizations', metrics.quantizations],
  ] as const
  const reported = kinds
    .filter(([, values]) => listOf(values).length > 1)
    .map(([name, values]) => `${name} ${listOf(values).join(', ')}`)
  const who = differing.join(', ')
  return {
    code: 'models_differ',
    symptom: `${who} ${differing.length === 1 ? 'serves' : 'serve'} another model than most${reported.length > 0 ? `: ${reported.join('; ')}` : ''}`,
    cause: `not all workers have the same model in memory${reported.length > 0 ? ` (${reported.join('; ')})` : ''}: a benchmark would compare models, and not machines`,
    remedy: [
      `load the same on ${who}: ${ofEachServer(({ load }) => load('MODEL'))}`,
      'give all workers the same `model` in the cluster file',
    ],
  }
}

function listOf(value: Measurement['metrics'][string] | undefined): readonly string[] {
  return Array.isArray(value) ? value : []
}
