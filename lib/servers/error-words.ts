import { maskSecrets } from '../source/secrets/mask-secrets.ts'
import { visibleText } from '../source/visible-text.ts'
import { entriesAt, memberOf, parseJson, stringAt } from './json-value.ts'

/** Longer messages are cut: some servers repeat the request in them. */
const maxLength = 200

/**
 * What a server says itself of why it failed, on one line, with control characters made visible
 * and what looks secret hidden; undefined where the body says nothing. Knows the shapes of OpenAI (`error.message`), Ollama and LM
 * Studio (`error`), FastAPI (`detail`), and older vLLM and gateways (`message`); else the text itself.
 */
export function errorWords(text: string): string | undefined {
  const body = parseJson(text)
  const words = body === undefined ? plainWords(text) : wordsOf(body)
  return words && shown(words)
}

function wordsOf(body: unknown): string | undefined {
  const error = memberOf(body, 'error')
  const [firstDetail] = entriesAt(body, 'detail')
  const found = [
    stringAt(error, 'message'),
    stringAt(body, 'error'),
    stringAt(body, 'detail'),
    stringAt(firstDetail, 'msg'),
    stringAt(body, 'message'),
    typeof body === 'string' ? body : undefined,
  ]
  return found.find((words) => words !== undefined && words.trim() !== '')
}

/** Of a page, its title: a proxy in front of the server says there what went wrong. */
function plainWords(text: string): string | undefined {
  const [, title] = /<title>([^<]*)<\/title>/i.exec(text) ?? []
  const words = (title ?? (text.trimStart().startsWith('<') ? '' : text)).trim()
  return words === '' ? undefined : words
}

function shown(words: string): string {
  const line = maskSecrets(visibleText(words.replaceAll(/\s+/g, ' ').trim()))
  return line.length <= maxLength ? line : `${line.slice(0, maxLength)}…`
}
