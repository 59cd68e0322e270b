/** From the floor up: what a room may import is what stands below it and is named. */
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
  // Written by a script from the schemas; `check-kinds.ts` alone knows the checks, and
  // `server-types.ts` the servers.
  generated: ['checks', 'servers'],
  stats: ['units'],
  record: ['source', 'stats', ...quantities],
  history: ['generated', ...kept],
  cluster: ['generated', ...files],
  // What is known of each type of server; it sends nothing.
  servers: ['cluster', 'generated', 'source', 'units'],
  probes: ['time', 'units'],
  // What workers report about themselves, scraped beside loads.
  telemetry: ['servers', 'probes', 'cluster', 'record', 'time', 'units'],
  simulator: ['cluster', 'stats', 'units'],
  balancer: ['servers', 'cluster', 'source', 'time', 'units'],
  workload: ['cluster', 'generated', 'stats', ...files],
  load: ['workload', 'balancer', 'servers', 'cluster', 'record', 'stats', 'time', ...files],
  spec: ['workload', 'cluster', 'generated', 'conditions', ...files],
  verdict: ['servers', 'cluster', 'source', ...kept],
  // Pages, tables and XML, for reports and for the documents of what specs promise.
  rendering: ['record', ...files],
  // What specs promise, as documents for people and other tools; it sends nothing.
  slo: ['rendering', 'spec', 'balancer', 'cluster', 'generated', 'source', ...kept],
  checks: [
    ...['verdict', 'spec', 'load', 'workload', 'balancer', 'simulator', 'servers', 'probes'],
    ...['telemetry', 'cluster', 'generated', 'source', 'time', ...kept],
  ],
  // A case from its declaration to its verdict, whoever runs it.
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
    ...['balancer', 'simulator', 'servers', 'probes', 'cluster', 'history', 'slo', 'reporters'],
    ...['rendering', 'generated', 'source', 'time', ...kept],
  ],
  reporters: ['rendering', 'history', 'cluster', 'source', 'record', ...quantities],
}
