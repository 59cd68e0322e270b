import type {
  BalancerSettings,
  CircuitSettings,
  HealthSettings,
} from '../cluster/balancer-settings.ts'
import { type Loose, present } from '../cluster/read/loose.ts'
import { readBalancer } from '../cluster/read/read-balancer.ts'
import type { WorkerInput } from '../cluster/worker-input.ts'
import type { StrategyChoice } from './strategies/choose-strategy.ts'

type Settings = Omit<BalancerSettings, 'strategy' | 'health' | 'circuit'>

/**
 * The workers, and the settings under `balancer` of the cluster file in camelCase, durations in
 * milliseconds. Omitted settings have the defaults of the cluster file.
 * @example
 * const options: BalancerOptions = {
 *   workers: [{ host: '192.168.1.105', port: 1234 }],
 *   retries: 1,
 *   health: { intervalMs: 2_000 },
 * }
 */
export interface BalancerOptions extends Loose<Settings> {
  readonly workers: readonly WorkerInput[]
  /** The name of a built-in strategy, a function that picks, or a strategy; default `hybrid`. */
  readonly strategy?: StrategyChoice | undefined
  readonly health?: Loose<HealthSettings> | undefined
  readonly circuit?: Loose<CircuitSettings> | undefined
  /** Environment in which `${NAME}` of API keys is looked up; default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** The options with the defaults filled in. */
export function settingsOf(options: BalancerOptions): BalancerSettings {
  const { workers: _workers, env: _env, strategy, health, circuit, ...others } = options
  const defaults = readBalancer()
  return {
    ...overlaid<Settings>(defaults, others),
    strategy: nameOf(strategy) ?? defaults.strategy,
    health: overlaid(defaults.health, health),
    circuit: overlaid(defaults.circuit, circuit),
  }
}

function overlaid<T extends object>(defaults: T, given: Loose<T> = {}): T {
  return { ...defaults, ...present(given) }
}

function nameOf(strategy: StrategyChoice | undefined): string | undefined {
  return typeof strategy === 'string' ? strategy : strategy && 'custom'
}
