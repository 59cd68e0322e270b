// Generated from the schemas by `npm run generate`. Do not edit.

import type { Check } from '../checks/check.ts'

/** What is known of a check without its module, and how that is loaded. */
export interface CheckModule {
  readonly scope: 'worker' | 'cluster'
  readonly behind: readonly string[]
  load(): Promise<Check>
}

/** The modules of all checks, by kind. */
export const checkModules: Readonly<Record<string, CheckModule>> = {
  adapt: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/adapt.ts')).check as unknown as Check,
  },
  affinity: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/affinity.ts')).check as unknown as Check,
  },
  balance: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/balance.ts')).check as unknown as Check,
  },
  batch: {
    scope: 'cluster',
    behind: ["tcp","model","same_model","idle"],
    load: async () => (await import('../checks/batch.ts')).check as unknown as Check,
  },
  benchmark: {
    scope: 'cluster',
    behind: ["tcp","model","same_model","idle"],
    load: async () => (await import('../checks/benchmark.ts')).check as unknown as Check,
  },
  command: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/command.ts')).check as unknown as Check,
  },
  dns: {
    scope: 'worker',
    behind: [],
    load: async () => (await import('../checks/dns.ts')).check as unknown as Check,
  },
  failover: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/failover.ts')).check as unknown as Check,
  },
  http: {
    scope: 'worker',
    behind: ["dns","tcp"],
    load: async () => (await import('../checks/http.ts')).check as unknown as Check,
  },
  idle: {
    scope: 'worker',
    behind: ["dns","tcp"],
    load: async () => (await import('../checks/idle.ts')).check as unknown as Check,
  },
  latency: {
    scope: 'worker',
    behind: ["dns","tcp","idle"],
    load: async () => (await import('../checks/latency.ts')).check as unknown as Check,
  },
  load: {
    scope: 'cluster',
    behind: ["tcp","model","same_model","idle"],
    load: async () => (await import('../checks/load.ts')).check as unknown as Check,
  },
  model: {
    scope: 'worker',
    behind: ["dns","tcp"],
    load: async () => (await import('../checks/model.ts')).check as unknown as Check,
  },
  overload: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/overload.ts')).check as unknown as Check,
  },
  path: {
    scope: 'worker',
    behind: ["dns"],
    load: async () => (await import('../checks/path.ts')).check as unknown as Check,
  },
  ping: {
    scope: 'worker',
    behind: ["dns"],
    load: async () => (await import('../checks/ping.ts')).check as unknown as Check,
  },
  same_model: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/same-model.ts')).check as unknown as Check,
  },
  slots: {
    scope: 'worker',
    behind: ["dns","tcp"],
    load: async () => (await import('../checks/slots.ts')).check as unknown as Check,
  },
  soak: {
    scope: 'cluster',
    behind: ["tcp","model","same_model","idle"],
    load: async () => (await import('../checks/soak.ts')).check as unknown as Check,
  },
  subnet: {
    scope: 'cluster',
    behind: [],
    load: async () => (await import('../checks/subnet.ts')).check as unknown as Check,
  },
  tcp: {
    scope: 'worker',
    behind: ["dns"],
    load: async () => (await import('../checks/tcp.ts')).check as unknown as Check,
  },
}
