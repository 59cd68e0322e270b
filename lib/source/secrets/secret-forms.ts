/** An encoded form of a shorter secret would match texts by chance. */
const shortestEncoded = 6

/**
 * A secret as it is, and as servers and logs repeat it: in a URL, in JSON, in base64 (alone, or inside a longer
 * text such as `user:KEY`) and in hexadecimal.
 */
export function formsOfSecret(secret: string): string[] {
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
