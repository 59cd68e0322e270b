/**
 * How a metric of the dimension `any` distinguishes a JSON `null` from the text "null": the former is the
 * text `null`, the latter is quoted, as is each text that could be mistaken for it.
 */
export const jsonNull = 'null'

/** A text of a JSON value in the form of a metric. */
export function jsonText(text: string): string {
  return /^"*null"*$/.test(text) ? `"${text}"` : text
}
