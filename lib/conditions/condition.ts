import type { Dimension } from '../units/dimension.ts'

export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '==' | '!='

/** A condition, parsed once when the file is read; numbers are in the dimension's own unit. */
export type Condition =
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly value: Scalar }
  | {
      readonly kind: 'tolerance'
      readonly center: number
      /** Absolute half width, in the dimension's unit (already computed from relative ones). */
      readonly tolerance: number
    }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'equals'; readonly value: Scalar | readonly string[] }
  | { readonly kind: 'matches'; readonly source: string; readonly flags: string }
  | { readonly kind: 'contains'; readonly value: string }
  | { readonly kind: 'one_of'; readonly values: readonly Scalar[] }
  | { readonly kind: 'all_of'; readonly conditions: readonly ParsedCondition[] }

export type Scalar = number | boolean | string

/** A condition with its source text and its dimension. */
export interface ParsedCondition {
  readonly text: string
  readonly dimension: Dimension
  readonly condition: Condition
}
