/** A part of a text: offsets in UTF-16 code units, `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}
