/** From the bottom up: a room may import only rooms below it that are listed. */
const files = ['source', 'units']
const quantities = ['conditions', 'units']
const kept = ['record', 'stats', ...quantities]

/** Which rooms a room may import from; below `lib/` unless it says otherwise. Arrows point down only. */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  units: [],
  // The one way to wait for a signal or a time.
  time: [],
  source: [],
  // The condition language: parse, evaluate, explain.
  conditions: ['units'],
  // Generated from the schemas by a script; only `check-kinds.ts` knows the checks, and `server-types.ts`
  // the servers.
  generated: ['checks', 'servers', 'units'],
  stats: ['units'],
  record: ['source', 'stats', ...quantities],
  history: ['generated', 'source', ...kept],
  cluster: ['generated', ...files],
  // Everything known about each type of server; it sends nothing.
  servers: ['cluster', 'generated', 'source', 'units'],
  probes: ['time', 'units'],
  // What workers report about themselves, scraped during loads.
  telemetry: ['servers', 'probes', 'cluster', 'generated', 'record', 'time', 'units'],
  // HTTP/1.1 as a client, for the balancer and for loads.
  wire: [],
  simulator: ['cluster', 'stats', 'units'],
  balancer: ['wire', 'servers', 'cluster', 'source', 'time', 'units'],
  workload: ['cluster', 'generated', 'stats', ...files],
  load: ['workload', 'balancer', 'wire', 'servers', 'cluster', 'record', 'stats', 'time', ...files],
  // Loads that many machines send together.
  agents: ['load', 'workload', 'balancer', 'cluster', 'record', 'time', ...files],
  spec: ['workload', 'cluster', 'generated', 'conditions', ...files],
  verdict: ['servers', 'cluster', 'source', ...kept],
  // Pages, tables and XML, for reports and for documents of SLOs.
  rendering: ['record', ...files],
  // SLOs of specs, as documents for people and other tools; it sends nothing.
  slo: ['rendering', 'spec', 'workload', 'balancer', 'cluster', 'generated', 'source', ...kept],
  checks: [
    ...['verdict', 'spec', 'agents', 'load', 'workload', 'balancer', 'simulator', 'servers'],
    ...['probes', 'telemetry', 'cluster', 'generated', 'source', 'time', ...kept],
  ],
  // A case from its declaration to its verdict, whatever runs it.
  runner: [
    ...[
      'checks',
      'verdict',
      'spec',
      'simulator',
      'cluster',
      'generated',
      'source',
      'time',
      ...kept,
    ],
  ],
  matchers: ['verdict', 'record', 'generated', ...quantities],
  vitest: [
    ...['matchers', 'runner', 'checks', 'verdict', 'spec', 'load', 'workload', 'balancer'],
    ...['simulator', 'servers', 'probes', 'cluster', 'history', 'generated', 'source', ...kept],
  ],
  cli: [
    ...['vitest', 'matchers', 'runner', 'checks', 'verdict', 'spec', 'load', 'workload'],
    ...['agents', 'balancer', 'simulator', 'servers', 'probes', 'cluster', 'history', 'slo'],
    ...['reporters', 'rendering', 'generated', 'source', 'time', ...kept],
  ],
  reporters: ['rendering', 'history', 'cluster', 'source', 'record', ...quantities],
}
