import type { Balancer } from '../../balancer/balancer.ts'
import type { SimulatorControl } from './simulator-control.ts'

/** A worker that is taken out and brought back while a load runs. Times are those of the events. */
export interface Outage {
  readonly by: 'drain' | 'death' | 'hang'
  /** Makes `begin` take no time of its own. */
  prepare(): Promise<void>
  begin(): Promise<void>
  end(): Promise<void>
}

/** By its operator, in the balancer alone: touches no machine. */
export function drainOutage(balancer: Balancer, workerId: string): Outage {
  return {
    by: 'drain',
    prepare: async () => undefined,
    // What is in flight there may go on beside the load.
    begin: async () => void balancer.drain(workerId),
    end: async () => balancer.undrain(workerId),
  }
}

/** By a fault of a simulated worker. */
export function faultOutage(kind: 'death' | 'hang', control: SimulatorControl): Outage {
  return {
    by: kind,
    // The simulator reads its rules at the first fault, which takes longer than a worker to die.
    prepare: async () => {
      await control.set({ kind: 'slow', factor: 1 })
      await control.clear()
    },
    begin: () => control.set({ kind }),
    end: () => control.clear(),
  }
}
