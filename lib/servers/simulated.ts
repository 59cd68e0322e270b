import { numberAt, parseJson } from './json-value.ts'
import { server as openai } from './openai.ts'
import type { Server } from './server.ts'

/** A worker of Clustergate's own simulator, which may imitate another server. */
export const server: Server = {
  ...openai,
  label: 'a simulated worker',
  defaultPort: 4001,
  health: { path: '/v1/models', silentWhileBusy: 'never' },
  inferencePaths: [],
  hygiene: [],
  telemetry: {
    path: '/metrics',
    names: {
      requests_running: [{ name: 'simulator_requests_running' }],
      requests_waiting: [{ name: 'simulator_requests_waiting' }],
      kv_cache: [{ name: 'simulator_kv_cache_usage_ratio', unit: 'ratio' }],
      preemptions: [{ name: 'simulator_preemptions_total' }],
      temperature: [{ name: 'simulator_temperature_celsius' }],
      clock: [{ name: 'simulator_clock_hertz', unit: 'Hz' }],
    },
    source: '[the simulator](simulator.md#its-metrics)',
    switchedOnBy: undefined,
  },
  loadReports: [
    {
      path: '/__simulator/state',
      read: (text) => {
        const state = parseJson(text)
        const inFlight = numberAt(state, 'in_flight')
        const queued = numberAt(state, 'queued')
        return inFlight === undefined || queued === undefined ? undefined : inFlight + queued
      },
    },
  ],
}
