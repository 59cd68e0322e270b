import type { ServedModel } from './served-model.ts'

export interface WorkerWithModel {
  readonly id: string
  readonly model: ServedModel
}

/** Properties by which two models are compared; one that a server does not report contradicts nothing. */
const traits = ['name', 'size', 'quantization', 'digest', 'bytes'] as const

/**
 * The workers whose model differs from the majority: those that contradict the model with the fewest
 * contradictions. Of two that differ, the second.
 */
export function differingWorkers(workers: readonly WorkerWithModel[]): string[] {
  const reference = workers.reduce<WorkerWithModel | undefined>((best, each) => {
    if (!best) return each
    return contradictions(each, workers) < contradictions(best, workers) ? each : best
  }, undefined)
  if (!reference) return []
  return workers.filter(({ model }) => differ(model, reference.model)).map(({ id }) => id)
}

function contradictions({ model }: WorkerWithModel, workers: readonly WorkerWithModel[]): number {
  return workers.filter((other) => differ(model, other.model)).length
}

function differ(a: ServedModel, b: ServedModel): boolean {
  return traits.some(
    (trait) => a[trait] !== undefined && b[trait] !== undefined && a[trait] !== b[trait],
  )
}
