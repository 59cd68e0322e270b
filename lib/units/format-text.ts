const SHOWN_CHARACTERS = 200

/**
 * A text for people: unchanged, quoted if its ends or line breaks would be invisible, truncated if long.
 */
export function formatText(text: string): string {
  // Truncated by characters, so that surrogate pairs stay intact.
  const start = Array.from(text.slice(0, 2 * SHOWN_CHARACTERS))
    .slice(0, SHOWN_CHARACTERS)
    .join('')
  const cut = start.length < text.length ? `${start}…` : text
  const isPlain = cut !== '' && cut.trim() === cut && !/[\u0000-\u001f\u007f,]/.test(cut)
  return isPlain ? cut : JSON.stringify(cut)
}
