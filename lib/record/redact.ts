/**
 * Replaces every secret in every text of plain data by `***`, names of properties included; keeps the
 * structure. A secret is found as it is, and as servers and logs repeat it: in a URL, in JSON, in base64
 * (alone, or inside a longer text such as `user:KEY`) and in hexadecimal.
 */
export function redact<T>(value: T, secrets: readonly string[]): T {
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))]
  if (forms.length === 0) return value
  // Of two that begin alike the longer one, whose rest would stay otherwise.
  const sorted = forms.toSorted((a, b) => b.length - a.length)
  const escaped = sorted.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return redactValue(value, new RegExp(escaped.join('|'), 'g')) as T
}

/** An encoded form of a shorter secret would match texts by chance. */
const shortestEncoded = 6

function formsOf(secret: string): string[] {
  const plain = [secret, JSON.stringify(secret).slice(1, -1), urlEncoded(secret)]
  if (secret.length < shortestEncoded) return plain
  const hex = Buffer.from(secret).toString('hex')
  return [...plain, ...base64Forms(secret), hex, hex.toUpperCase()]
}

function urlEncoded(secret: string): string {
  return encodeURIComponent(Buffer.from(secret).toString())
}

/**
 * Three bytes are four characters: at each of three offsets in a longer text a secret looks different. The
 * characters that it shares with its neighbours are left out.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
    const text = padded.toString('base64').replace(/=+$/, '')
    const shared = padded.length % 3 === 0 ? 0 : 1
    const own = text.slice(Math.ceil((offset * 8) / 6), text.length - shared)
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function redactValue(value: unknown, secrets: RegExp): unknown {
  if (typeof value === 'string') return value.replaceAll(secrets, '***')
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets))
  if (value === null || typeof value !== 'object') return value
  const redacted: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    redacted[freeName(key.replaceAll(secrets, '***'), redacted)] = redactValue(item, secrets)
  }
  return redacted
}

/** Two names may differ by their secrets only. */
function freeName(name: string, taken: object): string {
  let free = name
  for (let count = 2; Object.hasOwn(taken, free); count += 1) free = `${name} (${count})`
  return free
}
