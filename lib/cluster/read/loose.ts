/**
 * Input that a program writes by hand: every part may be omitted, or be `undefined`, which means the same.
 */
export type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** The properties that are not undefined. */
export function present<T extends object>(parts: T): T {
  const kept = Object.entries(parts).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as T
}
