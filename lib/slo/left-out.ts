import { type Declared, objectiveInWords, placeOf } from './slo.ts'

/** An objective that another tool's format cannot express. */
export interface LeftOut extends Declared {
  /** Why, in a few words. */
  readonly reason: string
}

/** `specs/perf/scaling.spec.yaml:31: speedup at concurrency 15: >= 2.5x (it compares ...)` */
export function leftOutInWords({ suite, objective, reason }: LeftOut): string {
  return `${placeOf(suite, objective)}: ${objectiveInWords(objective)} (${reason})`
}
