/** Why a text was not understood: `message` names the mistake, `expected` the valid form. */
export interface Rejection {
  readonly ok: false
  readonly message: string
  readonly expected: string
}

export function reject(message: string, expected: string): Rejection {
  return { ok: false, message, expected }
}

/** The user's words in backticks, on one line and truncated if long. */
export function quoted(text: string): string {
  const line = text.replace(/[\s\u0000-\u001f]+/g, ' ')
  const characters = Array.from(line)
  return characters.length > 60 ? `\`${characters.slice(0, 60).join('')}…\`` : `\`${line}\``
}
