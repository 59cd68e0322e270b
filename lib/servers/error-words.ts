import { maskSecrets } from '../source/secrets/mask-secrets.ts'
import { redact } from '../source/secrets/redact.ts'
import { visibleText } from '../source/visible-text.ts'
import { entriesAt, memberOf, parseJson, stringAt } from './json-value.ts'

/** Longer messages are truncated: some servers repeat the request in them. */
const maxLength = 200

/**
 * A server's own error message, on one line, with control characters made visible and secrets masked;
 * undefined if the body has none. Supports the formats of OpenAI (`error.message`), Ollama and LM Studio
 * (`error`), FastAPI (`detail`), and older vLLM and gateways (`message`); else the text itself.
 * @param secrets known ones, such as the keys that were sent; others are masked by their form
 */
export function errorWords(text: string, secrets: readonly string[] = []): string | undefined {
  const body = parseJson(withoutEventField(text))
  const words = body === undefined ? plainWords(text) : wordsOf(body)
  return words && shownWords(words, secrets)
}

/** A foreign text in a form that may be shown: one line, visible, without secrets, limited. */
export function shownWords(words: string, secrets: readonly string[] = []): string {
  // Before it is truncated: half a secret would not be recognised.
  const masked = redact(words, secrets)
  const line = maskSecrets(visibleText(masked.replaceAll(/\s+/g, ' ').trim()))
  return line.length <= maxLength ? line : `${line.slice(0, maxLength)}…`
}

/** A gateway may send an error as the one event of a stream. */
function withoutEventField(text: string): string {
  return text.replace(/^\s*(?:event: ?error\s+)?data: ?(?=[{"])/, '')
}

function wordsOf(body: unknown): string | undefined {
  const error = memberOf(body, 'error')
  const detail = memberOf(body, 'detail')
  const found = [
    stringAt(error, 'message'),
    stringAt(body, 'error'),
    stringAt(body, 'detail'),
    faultOfField(entriesAt(body, 'detail')[0]),
    stringAt(detail, 'message') ?? stringAt(detail, 'error'),
    stringAt(body, 'message'),
    typeof body === 'string' ? body : undefined,
  ]
  return found.find((words) => words !== undefined && words.trim() !== '')
}

/** FastAPI names the field: `{ "loc": ["body", "messages"], "msg": "Field required" }`. */
function faultOfField(detail: unknown): string | undefined {
  const message = typeof detail === 'string' ? detail : stringAt(detail, 'msg')
  const [_part, ...field] = entriesAt(detail, 'loc')
  return message === undefined || field.length === 0 ? message : `${field.join('.')}: ${message}`
}

/** For an HTML page, its title: a proxy in front of the server describes the failure there. */
function plainWords(text: string): string | undefined {
  const isPage = text.trimStart().startsWith('<')
  const words = (isPage ? titleOf(text) : text).trim()
  return words === '' ? undefined : words
}

function titleOf(page: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(page)?.[1]?.trim()
  return title || (/<h1[^>]*>([^<]*)<\/h1>/i.exec(page)?.[1] ?? '')
}
