import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { loadCommand } from './server-remedies.ts'

/** The server runs, but without the model of the cluster file. */
export function modelMissing(
  { check, metrics, subject }: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const isMissed = (name: string) => missed.some(({ metric }) => metric === name)
  if (check !== 'model' || !['listed', 'loaded', 'answers'].some(isMissed)) return undefined
  const models = Array.isArray(metrics.models) ? metrics.models : []
  if (metrics.listed === false) {
    const known = models.length > 0 ? `it lists ${inWords(models)}` : 'it lists none'
    return {
      code: 'model_not_listed',
      symptom: `${subject.name} does not list the model ${subject.model}; ${known}`,
      cause: `the model ${subject.model} is not installed on ${subject.name}, or is spelled differently there: ${known}`,
      remedy: [
        loadCommand(subject),
        'or write the name that the worker lists into the cluster file',
      ],
    }
  }
  return {
    code: metrics.loaded === false ? 'model_not_loaded' : 'model_does_not_answer',
    symptom: `${subject.name} lists ${subject.model} but ${metrics.loaded === false ? `has not loaded it (${metrics.state ?? 'not loaded'})` : 'does not answer with it'}`,
    cause:
      'the model is not in memory: it was never loaded, was unloaded when idle, or does not fit',
    remedy: [loadCommand(subject), "see the server's log for why it could not load"],
  }
}

/** A router lists hundreds. */
function inWords(models: readonly string[]): string {
  const [shown, left] = [models.slice(0, 5).join(', '), models.length - 5]
  return left > 0 ? `${shown} and ${left} more` : shown
}
