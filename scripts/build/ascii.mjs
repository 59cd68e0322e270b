/**
 * Escapes all characters beyond ASCII, which Node.js and V8 read faster: as bytes, not as UTF-16. In strings,
 * templates, regular expressions and comments an escape means the same, but for `String.raw`.
 * @throws Error for a `String.raw` with such characters, and for a backslash before one, which would escape ours
 */
export function toAscii(code, fileName) {
  if (/String\.raw`[^`]*[^\u0000-\u007f`]/.test(code)) {
    throw new Error(`${fileName} has a String.raw with characters beyond ASCII`)
  }
  if (/\\[^\u0000-\u007f]/.test(code)) {
    throw new Error(`${fileName} has a backslash before a character beyond ASCII`)
  }
  return code.replaceAll(
    /[^\u0000-\u007f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
