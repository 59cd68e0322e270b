/** Replaces every secret in every text of plain data by `***`; keeps the structure. */
export function redact<T>(value: T, secrets: readonly string[]): T {
  const known = secrets.filter((secret) => secret !== '')
  return known.length === 0 ? value : (redactValue(value, known) as T)
}

function redactValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') {
    return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), value)
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactValue(item, secrets)]),
  )
}
