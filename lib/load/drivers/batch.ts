import { closed } from './closed.ts'
import type { Driver } from './driver.ts'

export interface BatchOptions {
  readonly tasks: number
  /** How many are in flight at any time, until the last ones. */
  readonly concurrency: number
}

/**
 * Tasks that all exist from the start, each sent once: what counts is when the last one is done. The load
 * lasts as long as they take (the makespan), so that the successful responses over its time are the tasks
 * per minute.
 */
export function batch({ tasks, concurrency }: BatchOptions): Driver {
  return { ...closed({ requests: tasks, concurrency }), kind: 'batch' }
}
