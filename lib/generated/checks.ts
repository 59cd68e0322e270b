// Generated from the schemas by `npm run generate`. Do not edit.

import type { AdaptMetrics, AdaptOptions } from './checks/adapt.ts'
import type { AffinityMetrics, AffinityOptions } from './checks/affinity.ts'
import type { BalanceMetrics, BalanceOptions } from './checks/balance.ts'
import type { BatchMetrics, BatchOptions } from './checks/batch.ts'
import type { BenchmarkMetrics, BenchmarkOptions } from './checks/benchmark.ts'
import type { CommandMetrics, CommandOptions } from './checks/command.ts'
import type { DnsMetrics, DnsOptions } from './checks/dns.ts'
import type { FailoverMetrics, FailoverOptions } from './checks/failover.ts'
import type { HttpMetrics, HttpOptions } from './checks/http.ts'
import type { IdleMetrics, IdleOptions } from './checks/idle.ts'
import type { LatencyMetrics, LatencyOptions } from './checks/latency.ts'
import type { LoadMetrics, LoadOptions } from './checks/load.ts'
import type { ModelMetrics, ModelOptions } from './checks/model.ts'
import type { OverloadMetrics, OverloadOptions } from './checks/overload.ts'
import type { PathMetrics, PathOptions } from './checks/path.ts'
import type { PingMetrics, PingOptions } from './checks/ping.ts'
import type { SameModelMetrics, SameModelOptions } from './checks/same_model.ts'
import type { SlotsMetrics, SlotsOptions } from './checks/slots.ts'
import type { SoakMetrics, SoakOptions } from './checks/soak.ts'
import type { SubnetMetrics, SubnetOptions } from './checks/subnet.ts'
import type { TcpMetrics, TcpOptions } from './checks/tcp.ts'

/** The kinds of checks, by their YAML key. */
export type CheckKind =
  | 'adapt'
  | 'affinity'
  | 'balance'
  | 'batch'
  | 'benchmark'
  | 'command'
  | 'dns'
  | 'failover'
  | 'http'
  | 'idle'
  | 'latency'
  | 'load'
  | 'model'
  | 'overload'
  | 'path'
  | 'ping'
  | 'same_model'
  | 'slots'
  | 'soak'
  | 'subnet'
  | 'tcp'

/** The options of each kind, with the defaults filled in. */
export interface CheckOptions {
  adapt: AdaptOptions
  affinity: AffinityOptions
  balance: BalanceOptions
  batch: BatchOptions
  benchmark: BenchmarkOptions
  command: CommandOptions
  dns: DnsOptions
  failover: FailoverOptions
  http: HttpOptions
  idle: IdleOptions
  latency: LatencyOptions
  load: LoadOptions
  model: ModelOptions
  overload: OverloadOptions
  path: PathOptions
  ping: PingOptions
  same_model: SameModelOptions
  slots: SlotsOptions
  soak: SoakOptions
  subnet: SubnetOptions
  tcp: TcpOptions
}

/** The names of the metrics of each kind; families are template types. */
export interface CheckMetrics {
  adapt: AdaptMetrics
  affinity: AffinityMetrics
  balance: BalanceMetrics
  batch: BatchMetrics
  benchmark: BenchmarkMetrics
  command: CommandMetrics
  dns: DnsMetrics
  failover: FailoverMetrics
  http: HttpMetrics
  idle: IdleMetrics
  latency: LatencyMetrics
  load: LoadMetrics
  model: ModelMetrics
  overload: OverloadMetrics
  path: PathMetrics
  ping: PingMetrics
  same_model: SameModelMetrics
  slots: SlotsMetrics
  soak: SoakMetrics
  subnet: SubnetMetrics
  tcp: TcpMetrics
}

/** On whom each kind runs: on one worker, or on the cluster. */
export interface CheckScopes {
  adapt: 'cluster'
  affinity: 'cluster'
  balance: 'cluster'
  batch: 'cluster'
  benchmark: 'cluster'
  command: 'cluster'
  dns: 'worker'
  failover: 'cluster'
  http: 'worker'
  idle: 'worker'
  latency: 'worker'
  load: 'cluster'
  model: 'worker'
  overload: 'cluster'
  path: 'worker'
  ping: 'worker'
  same_model: 'cluster'
  slots: 'worker'
  soak: 'cluster'
  subnet: 'cluster'
  tcp: 'worker'
}

/** What tells the levels of a kind apart, of those that measure at several. */
export interface CheckLabels {
  benchmark: { concurrency: number; workers: number; load: `${number}%` }
  http: { agent: string }
  path: { agent: string }
  ping: { agent: string }
  tcp: { agent: string }
}
