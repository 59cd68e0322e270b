import type {
  BalancerSettings,
  CircuitSettings,
  HealthSettings,
} from '../cluster/balancer-settings.ts'
import type { Worker } from '../cluster/cluster.ts'
import { readBalancer } from '../cluster/read-balancer.ts'
import type { StrategyChoice } from './strategies/choose-strategy.ts'

type Settings = Omit<BalancerSettings, 'strategy' | 'health' | 'circuit'>

/** What is left out has the defaults of the cluster file. */
export interface BalancerOptions extends Loose<Settings> {
  readonly workers: readonly Worker[]
  /** The name of a built-in strategy, a function that picks, or a strategy; default `hybrid`. */
  readonly strategy?: StrategyChoice | undefined
  readonly health?: Loose<HealthSettings> | undefined
  readonly circuit?: Loose<CircuitSettings> | undefined
  /** Where `${NAME}` in API keys is looked up; default: the environment. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

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

/** `undefined` is what was left out, whether it is written or not. */
function overlaid<T extends object>(defaults: T, given: Loose<T> = {}): T {
  const said = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(said) }
}

function nameOf(strategy: StrategyChoice | undefined): string | undefined {
  return typeof strategy === 'string' ? strategy : strategy && 'custom'
}
