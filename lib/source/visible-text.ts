// Control characters (tab and line feed are fine), direction overrides that show text in another
// order than it has, zero-width characters, and halves of surrogate pairs.
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A user's text made safe for a terminal: invisible characters become `�`, the length is unchanged. */
export function visibleText(text: string): string {
  return text.replace(invisible, '\ufffd')
}

/** JSON that is safe for a terminal: invisible characters are escaped, and the value is the same. */
export function visibleJson(json: string): string {
  return json.replace(
    invisible,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
