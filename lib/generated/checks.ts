// Generated from the schemas by `npm run generate`. Do not edit.

import type { AdaptMetrics, AdaptOptions } from './checks/adapt.ts'
import type { AffinityMetrics, AffinityOptions } from './checks/affinity.ts'
import type { BalanceMetrics, BalanceOptions } from './checks/balance.ts'
import type { CommandMetrics, CommandOptions } from './checks/command.ts'
import type { DnsMetrics, DnsOptions } from './checks/dns.ts'
import type { FailoverMetrics, FailoverOptions } from './checks/failover.ts'
import type { HttpMetrics, HttpOptions } from './checks/http.ts'
import type { ModelMetrics, ModelOptions } from './checks/model.ts'
import type { OverloadMetrics, OverloadOptions } from './checks/overload.ts'
import type { PathMetrics, PathOptions } from './checks/path.ts'
import type { PingMetrics, PingOptions } from './checks/ping.ts'
import type { SlotsMetrics, SlotsOptions } from './checks/slots.ts'
import type { SubnetMetrics, SubnetOptions } from './checks/subnet.ts'
import type { TcpMetrics, TcpOptions } from './checks/tcp.ts'

/** The kinds of checks, by their YAML key. */
export type CheckKind = keyof CheckOptions

/** The options of each kind, with the defaults filled in. */
export interface CheckOptions {
  adapt: AdaptOptions
  affinity: AffinityOptions
  balance: BalanceOptions
  command: CommandOptions
  dns: DnsOptions
  failover: FailoverOptions
  http: HttpOptions
  model: ModelOptions
  overload: OverloadOptions
  path: PathOptions
  ping: PingOptions
  slots: SlotsOptions
  subnet: SubnetOptions
  tcp: TcpOptions
}

/** The names of the metrics of each kind; families are template types. */
export interface CheckMetrics {
  adapt: AdaptMetrics
  affinity: AffinityMetrics
  balance: BalanceMetrics
  command: CommandMetrics
  dns: DnsMetrics
  failover: FailoverMetrics
  http: HttpMetrics
  model: ModelMetrics
  overload: OverloadMetrics
  path: PathMetrics
  ping: PingMetrics
  slots: SlotsMetrics
  subnet: SubnetMetrics
  tcp: TcpMetrics
}
