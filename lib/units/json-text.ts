/**
 * How a metric of the dimension `any` tells a JSON `null` from the text "null": the one is the text `null`, the other
 * stands in quotes, as does each text that could be taken for it.
 */
export const jsonNull = 'null'

/** A text of a JSON value as a metric has it. */
export function jsonText(text: string): string {
  return /^"*null"*$/.test(text) ? `"${text}"` : text
}
