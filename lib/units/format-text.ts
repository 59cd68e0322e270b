const SHOWN_CHARACTERS = 200

/** A text for people: as it stands, quoted where its ends or its line would not be seen, cut where long. */
export function formatText(text: string): string {
  // Cut by characters, so that no half of a surrogate pair is left.
  const start = Array.from(text.slice(0, 2 * SHOWN_CHARACTERS))
    .slice(0, SHOWN_CHARACTERS)
    .join('')
  const cut = start.length < text.length ? `${start}…` : text
  const isPlain = cut !== '' && cut.trim() === cut && !/[\u0000-\u001f\u007f,]/.test(cut)
  return isPlain ? cut : JSON.stringify(cut)
}
