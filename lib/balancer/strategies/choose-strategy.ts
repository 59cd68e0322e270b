import { fromFunction, type PickFunction } from './from-function.ts'
import { strategies } from './registry.ts'
import type { Strategy, StrategyTools } from './strategy.ts'

/** The name of a built-in strategy, a function that picks a worker, or a strategy object. */
export type StrategyChoice = string | PickFunction | Strategy

/** @throws RangeError for an unknown name */
export function chooseStrategy(choice: StrategyChoice, tools: StrategyTools): Strategy {
  if (typeof choice === 'function') return fromFunction(choice)
  if (typeof choice === 'object') return choice
  const factory = Object.hasOwn(strategies, choice) ? strategies[choice] : undefined
  if (factory) return factory(tools)
  throw new RangeError(`no strategy \`${choice}\`; there are ${Object.keys(strategies).join(', ')}`)
}
