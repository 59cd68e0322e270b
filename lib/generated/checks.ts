// Generated from the schemas by `npm run generate`. Do not edit.

import type { CommandMetrics, CommandOptions } from './checks/command.ts'
import type { DnsMetrics, DnsOptions } from './checks/dns.ts'
import type { HttpMetrics, HttpOptions } from './checks/http.ts'
import type { ModelMetrics, ModelOptions } from './checks/model.ts'
import type { PathMetrics, PathOptions } from './checks/path.ts'
import type { PingMetrics, PingOptions } from './checks/ping.ts'
import type { SubnetMetrics, SubnetOptions } from './checks/subnet.ts'
import type { TcpMetrics, TcpOptions } from './checks/tcp.ts'

/** The kinds of checks, by their YAML key. */
export type CheckKind = keyof CheckOptions

/** The options of each kind, with the defaults filled in. */
export interface CheckOptions {
  command: CommandOptions
  dns: DnsOptions
  http: HttpOptions
  model: ModelOptions
  path: PathOptions
  ping: PingOptions
  subnet: SubnetOptions
  tcp: TcpOptions
}

/** The names of the metrics of each kind; families are template types. */
export interface CheckMetrics {
  command: CommandMetrics
  dns: DnsMetrics
  http: HttpMetrics
  model: ModelMetrics
  path: PathMetrics
  ping: PingMetrics
  subnet: SubnetMetrics
  tcp: TcpMetrics
}
