import type { Measurement } from '../record/measurement.ts'
import { conditionTitle, type Verdict, type VerdictStatus } from '../record/verdict.ts'
import { explain } from '../verdict/explain.ts'
import { type Expectations, type MeetOptions, meet } from './meet.ts'
import * as named from './named-matchers.ts'
import {
  type BaselineOptions,
  type RunningTest,
  stayWithinBaseline,
} from './stay-within-baseline.ts'

/** The result of a matcher in both Jest and Vitest. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
  /** Vitest stores it with the error, from which reports read how the test ended. */
  readonly meta: { readonly clustergate: VerdictStatus }
}

/** The properties of `this` in both. */
export interface MatcherContext extends RunningTest {
  readonly isNot?: boolean
}

/**
 * The matchers for `expect.extend`, under Vitest or Jest.
 * @example
 * import { expect } from '@jest/globals'
 * import { matchers } from 'clustergate/matchers'
 *
 * expect.extend(matchers)
 */
export const matchers = {
  toMeet(
    this: MatcherContext,
    received: unknown,
    expectations: Expectations,
    options?: MeetOptions,
  ): MatcherResult {
    return resultOf(meet(received, expectations, options), this.isNot)
  },
  toStayWithinBaseline(
    this: MatcherContext,
    received: unknown,
    options: BaselineOptions,
  ): MatcherResult {
    return resultOf(stayWithinBaseline(received, options, this), this.isNot)
  },
  ...mapValues(named, (matcher, name) => {
    return function (this: MatcherContext, received: unknown, argument?: unknown): MatcherResult {
      const check = (received as { check?: string } | null)?.check ?? ''
      const conditions = Object.hasOwn(matcher, check) ? matcher[check] : undefined
      if (!conditions) {
        const kinds = Object.keys(matcher).join(', ')
        throw new TypeError(
          `${name} is for measurements of ${kinds}${check && `, not of ${check}`}`,
        )
      }
      const asked = conditions(argument as never, received as Measurement)
      return resultOf(meet(received, asked, levelIn(argument)), this.isNot)
    }
  }),
}

/** The options of a matcher may name a level, like those of `toMeet`. */
function levelIn(argument: unknown): MeetOptions {
  const isMap = typeof argument === 'object' && argument !== null
  return isMap && 'at' in argument ? { at: argument.at as MeetOptions['at'] } : {}
}

/** No data meets neither a condition nor its opposite. */
function resultOf(verdict: Verdict, isNot = false): MatcherResult {
  const decided = verdict.status === 'pass' || verdict.status === 'fail'
  const hasData = verdict.conditions.every(({ status }) => status !== 'no_data')
  const pass = verdict.status === 'pass' || (isNot && !(decided && hasData))
  return {
    pass,
    message: () => (verdict.status === 'pass' ? metMessage(verdict) : explain(verdict)),
    meta: { clustergate: verdict.status },
  }
}

function metMessage({ conditions }: Verdict): string {
  const lines = conditions.map(
    (each) => `${conditionTitle(each)}: ${each.formatted} meets ${each.condition}`,
  )
  return ['expected the conditions not to be met:', ...lines].join('\n')
}

function mapValues<K extends string, V, R>(
  object: Readonly<Record<K, V>>,
  map: (value: V, key: K) => R,
): Record<K, R> {
  const entries = Object.entries(object) as [K, V][]
  return Object.fromEntries(entries.map(([key, value]) => [key, map(value, key)])) as Record<K, R>
}
