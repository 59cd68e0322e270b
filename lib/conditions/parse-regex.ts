import { quoted, type Rejection, reject } from '../units/rejection.ts'
import type { Condition } from './condition.ts'

const EXPECTED =
  'a regular expression such as `/mistral-.*/i`, or `== /text` for a text that starts with `/`'
/** `g` and `y` would make the result depend on the previous call. */
const FLAGS = /^(?!.*(.).*\1)[imsu]*$/

/** Reads `/source/flags`; flags are `i`, `m`, `s`, `u`, each once. */
export function parseRegex(
  text: string,
): { readonly ok: true; readonly condition: Condition } | Rejection {
  const end = text.lastIndexOf('/')
  if (end <= 0) return reject(`${quoted(text)} is not closed by a second \`/\``, EXPECTED)
  const source = text.slice(1, end)
  const flags = text.slice(end + 1)
  if (source === '') return reject('an empty regular expression matches everything', EXPECTED)
  if (!FLAGS.test(flags)) {
    return reject(`${quoted(flags)} are not regular expression flags`, EXPECTED)
  }
  try {
    new RegExp(source, flags)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return reject(`${quoted(text)} is not a valid regular expression: ${reasonOf(error)}`, EXPECTED)
  }
  return { ok: true, condition: { kind: 'matches', source, flags } }
}

/** `Invalid regular expression: /(/: Unterminated group` → `unterminated group`. */
function reasonOf(error: SyntaxError): string {
  const reason = error.message.slice(error.message.lastIndexOf(': ') + 1).trim()
  return reason.charAt(0).toLowerCase() + reason.slice(1)
}
