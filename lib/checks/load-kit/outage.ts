import type { Balancer } from '../../balancer/balancer.ts'
import type { SimulatorControl } from './simulator-control.ts'

/** A worker that is taken out and brought back during a load. Times are those of the events. */
export interface Outage {
  readonly by: 'drain' | 'death' | 'hang'
  /** Prepares, so that `begin` takes no time of its own. */
  prepare(): Promise<void>
  begin(): Promise<void>
  end(): Promise<void>
}

/** By its operator, in the balancer only: affects no machine. */
export function drainOutage(balancer: Balancer, workerId: string): Outage {
  return {
    by: 'drain',
    prepare: async () => undefined,
    // Its requests in flight may continue during the load.
    begin: async () => void balancer.drain(workerId),
    end: async () => balancer.undrain(workerId),
  }
}

/** By a fault of a simulated worker. */
export function faultOutage(kind: 'death' | 'hang', control: SimulatorControl): Outage {
  return {
    by: kind,
    // The simulator loads its rules at the first fault, which takes longer than the death of a worker.
    prepare: async () => {
      await control.set({ kind: 'slow', factor: 1 })
      await control.clear()
    },
    begin: () => control.set({ kind }),
    end: () => control.clear(),
  }
}
