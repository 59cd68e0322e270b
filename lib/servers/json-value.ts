/** The value of a JSON text; undefined if it is invalid, which is a finding, not an error. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The member of an object under a key; undefined if the value is not an object or has none. */
export function memberOf(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined
}

/** The array under a key of a JSON object; empty if there is none. */
export function entriesAt(value: unknown, key: string): unknown[] {
  const entries = memberOf(value, key)
  return Array.isArray(entries) ? entries : []
}

/** The text under a key of a JSON object. */
export function stringAt(value: unknown, key: string): string | undefined {
  const found = memberOf(value, key)
  return typeof found === 'string' ? found : undefined
}

/** The number under a key of a JSON object. */
export function numberAt(value: unknown, key: string): number | undefined {
  const found = memberOf(value, key)
  return typeof found === 'number' ? found : undefined
}

/** The boolean under a key of a JSON object. */
export function booleanAt(value: unknown, key: string): boolean | undefined {
  const found = memberOf(value, key)
  return typeof found === 'boolean' ? found : undefined
}
