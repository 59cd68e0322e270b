import type { Server } from '../../lib/servers/server.ts'
import { servers } from '../../lib/servers/servers.ts'
import { exporters } from '../../lib/telemetry/exporters.ts'
import type { TelemetryName } from '../../lib/units/telemetry-quantity.ts'
import { markdownTable } from './markdown-table.ts'

/** The tables about each type of server, by their names in pages. */
export const serverTables = {
  'server-types': typesTable,
  'server-endpoints': endpointsTable,
  'server-names': namesTable,
  'telemetry-of-servers': () =>
    telemetryTable({
      requests_running: 'requests running',
      requests_waiting: 'requests waiting',
      kv_cache: 'KV cache',
      preemptions: 'preemptions',
    }),
  'telemetry-of-machines': () =>
    telemetryTable({ temperature: 'temperature', clock: 'clock', power: 'power' }),
}

function typesTable(): string {
  const rows = Object.entries(servers).map(([type, server]) => [
    `\`${type}\``,
    server.label,
    type === 'simulated'
      ? 'as its `imitates` says'
      : paths(server.modelStates).join(', then ') || 'a completion',
  ])
  return markdownTable(['Type', 'What runs there', 'Asked whether its model is loaded'], rows)
}

/** Without the simulated worker, which is the server that it imitates. */
function realServers(): [string, Server][] {
  return Object.entries(servers).filter(([type]) => type !== 'simulated')
}

function endpointsTable(): string {
  const titles = [
    ...['Type', 'Default port', 'Health of a worker', 'Whether a model is loaded'],
    ...['Requests in flight', 'Slots'],
  ]
  const rows = realServers().map(([type, server]) => [
    `\`${type}\``,
    String(server.defaultPort),
    `\`${server.health.path}\``,
    paths(server.modelStates).join(', ') || 'not reported',
    paths(server.loadReports).join(', ') || 'not reported',
    paths(server.slots ? [server.slots] : []).join() || 'not reported',
  ])
  return markdownTable(titles, rows)
}

function namesTable(): string {
  const rows = realServers().map(([type, { health, equalNames }]) => [
    `\`${type}\``,
    health.silentWhileBusy,
    equalNames.map(([one, other]) => `\`${one}\` = \`${other}\``).join(', ') || 'as written',
  ])
  return markdownTable(['Type', 'Probe may be silent while busy', 'Equal names'], rows)
}

function telemetryTable(columns: Readonly<Partial<Record<TelemetryName, string>>>): string {
  const quantities = Object.keys(columns) as TelemetryName[]
  const rows = Object.entries(exporters)
    .filter(([, { names }]) => quantities.some((quantity) => names[quantity]))
    .map(([format, { names, source }]) => [
      `\`${format}\``,
      ...quantities.map(
        (quantity) =>
          names[quantity]?.map(({ name }) => `\`${name}\``).join(', else ') ?? 'not reported',
      ),
      source,
    ])
  return markdownTable(['`format`', ...Object.values(columns), 'Source'], rows)
}

function paths(apis: readonly { readonly path: string }[]): string[] {
  return apis.map(({ path }) => `\`${path}\``)
}
