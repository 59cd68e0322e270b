/** `2026-11-24 14:03`, for an instant in ISO 8601; in UTC like that. */
export function minuteOf(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ')
}

/** `2026-11-24` */
export function dayOf(instant: string): string {
  return instant.slice(0, 10)
}
