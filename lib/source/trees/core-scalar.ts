/**
 * The value of a plain scalar by YAML 1.2's core schema: null, a boolean, a number, or itself. Numbers that
 * are not finite or too long to be exact remain texts.
 */
export function coreScalar(text: string): string | number | boolean | null {
  if (/^(?:~|null|Null|NULL)?$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  const number = numberOf(text)
  return Number.isFinite(number) && isExact(text, number) ? number : text
}

function numberOf(text: string): number {
  if (/^0o[0-7]+$/.test(text) || /^0x[0-9a-fA-F]+$/.test(text)) return Number(text)
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(text)) return Number.parseFloat(text)
  return Number.NaN
}

function isExact(text: string, number: number): boolean {
  return /^[-+\d.]*[.eE]/.test(text) || Number.isSafeInteger(number)
}
