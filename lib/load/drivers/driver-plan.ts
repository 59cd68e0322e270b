import { type BatchOptions, batch } from './batch.ts'
import { type ClosedOptions, closed } from './closed.ts'
import type { Driver } from './driver.ts'
import { type OpenOptions, open } from './open.ts'
import { type ReplayOptions, replay } from './replay.ts'
import { type RateStages, stages } from './stages.ts'

/** A driver as plain data, from which another process can create the same driver. */
export type DriverPlan =
  | ({ readonly kind: 'open' } & OpenOptions)
  | ({ readonly kind: 'stages' } & RateStages)
  | ({ readonly kind: 'replay' } & ReplayOptions)
  | ({ readonly kind: 'closed' } & ClosedOptions)
  | ({ readonly kind: 'batch' } & BatchOptions)

/** The driver of a plan. */
export function driverOf(plan: DriverPlan): Driver {
  switch (plan.kind) {
    case 'open':
      return open(plan)
    case 'stages':
      return stages(plan)
    case 'replay':
      return replay(plan)
    case 'closed':
      return closed(plan)
    case 'batch':
      return batch(plan)
  }
}
