import type { SameModelOptions } from '../generated/checks/same_model.ts'
import type { Check } from './check.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { differingWorkers } from './same-model/compare-models.ts'
import { askServedModel, type ServedModel } from './same-model/served-model.ts'

/**
 * Whether all workers serve the same model, of the same size: otherwise their figures cannot be compared.
 */
export const check: Check<SameModelOptions> = {
  blocks({ metrics }) {
    return metrics.same === false ? 'the workers serve different models' : undefined
  },
  async run({ timeout }, { workers, signal }) {
    const builder = new MeasurementBuilder('same_model', { name: 'cluster' })
    const timeoutMs = durationMs(timeout)
    const asked = await Promise.all(
      workers.map(async (worker) => ({
        id: worker.id,
        response: await askServedModel(worker, { timeoutMs, signal }),
      })),
    )
    const known = asked.flatMap(({ id, response }) => {
      const attempt = `model of ${id}`
      if (!response.ok) {
        builder.failed(attempt, response.failure)
        return []
      }
      builder.succeeded(attempt, inWords(response.model), response.afterMs)
      return [{ id, model: response.model }]
    })
    if (known.length === 0) return builder.build()
    const differing = differingWorkers(known)
    // An unknown worker leaves the result unknown: no data, not `true`.
    const isComplete = known.length === workers.length
    const models = known.map(({ model }) => model)
    return builder
      .metrics({
        same: differing.length > 0 ? false : isComplete ? true : undefined,
        models: distinct(models.map(({ name }) => name)),
        // Workers that report nothing may or may not differ.
        differing: differing.length > 0 || isComplete ? differing : undefined,
        quantizations: distinct(models.map(({ quantization }) => quantization)),
        sizes: distinct(models.map(({ size }) => size)),
        unknown: workers.length - known.length,
      })
      .build()
  },
}

function inWords({ name, size, quantization, digest }: ServedModel): string {
  const parts = [name, size, quantization, digest && `digest ${digest.slice(0, 12)}`]
  return parts.filter((part) => part !== undefined).join(', ')
}

/** In the order of the workers; undefined if none reported it. */
function distinct(values: readonly (string | undefined)[]): string[] | undefined {
  const known = [...new Set(values.filter((value) => value !== undefined))]
  return known.length === 0 ? undefined : known
}
