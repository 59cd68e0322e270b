const secretParts =
  /apikey|secret|passw(?:or)?d|passphrase|pwd|authorization|credential|privatekey|accesskey|bearer|cookie/

/** Words before `token` that make it a unit of text to a language model, as in `time_to_first_token`. */
const countedTokenWords = new Set([
  ...['completion', 'each', 'first', 'generated', 'input', 'inter', 'last', 'max', 'min'],
  ...['next', 'output', 'per', 'prompt', 'second'],
])

/**
 * Whether an environment variable contains a secret: those of `isSecretName`, and `OPENAI_KEY`. A key of a
 * file such as `key` need not be one.
 */
export function isSecretVariable(name: string): boolean {
  return isSecretName(name) || /(?:^|_)keys?$/i.test(name)
}

/**
 * Whether a key, header or variable contains a secret, judged by its name: `api_key`, `X-API-Key`,
 * `HF_TOKEN`, `clientSecret`, `Authorization`; not `max_tokens`, not `time_to_first_token`.
 */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  if (secretParts.test(words.join(''))) return true
  const last = words.at(-1) ?? ''
  if (last === 'auth') return true
  return last.endsWith('token') && !countedTokenWords.has(words.at(-2) ?? '')
}
