import type { Measurement } from '../../../record/measurement.ts'
import type { ConditionVerdict, Diagnosis } from '../../../record/verdict.ts'
import { reportsLoading } from '../../../servers/loading-words.ts'
import { failedWith } from '../evidence/failed-evidence.ts'
import { loadCommand, wakeCommand } from './server-remedies.ts'

/** The server runs, but without the model of the cluster file. */
export function modelMissing(
  measurement: Measurement,
  missed: readonly ConditionVerdict[],
): Diagnosis | undefined {
  const { check, metrics, subject } = measurement
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
  if (metrics.loaded === false) return notLoaded(measurement)
  return {
    code: 'model_does_not_answer',
    symptom: `${subject.name} lists ${subject.model} but does not respond with it${refusalIn(measurement)}`,
    cause: `${notInMemory}${refusalIn(measurement)}`,
    remedy: [loadCommand(subject), "see the server's log for why it could not load"],
  }
}

const notInMemory =
  'the model is not in memory: it was never loaded, was unloaded when idle, or does not fit'

/** Not loaded, in the server's own term. */
function notLoaded({ metrics, subject }: Measurement): Diagnosis {
  const state = String(metrics.state ?? 'not loaded')
  const symptom = `${subject.name} has not loaded ${subject.model ?? 'its model'} (${state})`
  if (reportsLoading(state)) {
    return {
      code: 'model_loading',
      symptom,
      cause: `the server is still loading its model (${state})`,
      remedy: [
        'wait until it is loaded, and run again',
        'or give it time: raise `retries` or `timeout` of the test',
      ],
    }
  }
  if (state === 'sleeping') {
    return {
      code: 'model_sleeping',
      symptom,
      cause: 'the server sleeps: it has taken the model out of memory until it is woken',
      remedy: [wakeCommand(subject)],
    }
  }
  return {
    code: 'model_not_loaded',
    symptom,
    cause: notInMemory,
    remedy: [loadCommand(subject), "see the server's log for why it could not load"],
  }
}

/** `: HTTP 404: model "x" not found`, from the refused completion. */
function refusalIn(measurement: Measurement): string {
  const evidence = failedWith(measurement, 'http')
  return evidence ? `: ${evidence.detail}` : ''
}

/** A router can list hundreds. */
function inWords(models: readonly string[]): string {
  const [shown, left] = [models.slice(0, 5).join(', '), models.length - 5]
  return left > 0 ? `${shown} and ${left} more` : shown
}
