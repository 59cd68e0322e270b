/** Which rooms a room may import from; below `lib/` unless it says otherwise. Arrows point down only. */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  units: [],
  source: [],
  // Written by a script from the schemas; `check-kinds.ts` alone knows the checks.
  generated: ['checks'],
  stats: ['units'],
  record: ['stats', 'units'],
  cluster: ['source', 'units', 'generated'],
  probes: ['units'],
  simulator: ['cluster', 'units'],
  spec: ['cluster', 'source', 'units', 'generated'],
  verdict: ['units', 'stats', 'record'],
  checks: [
    ...['generated', 'verdict', 'spec', 'simulator', 'probes', 'cluster'],
    ...['record', 'stats', 'source', 'units'],
  ],
  matchers: ['verdict', 'record', 'units', 'generated'],
  vitest: [
    ...['matchers', 'checks', 'generated', 'verdict', 'spec', 'simulator', 'probes'],
    ...['cluster', 'record', 'stats', 'source', 'units'],
  ],
  cli: [
    ...['vitest', 'matchers', 'checks', 'generated', 'verdict', 'spec', 'simulator', 'probes'],
    ...['cluster', 'record', 'stats', 'source', 'units'],
  ],
  reporters: ['record', 'units'],
}
