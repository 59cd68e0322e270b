import type { Span } from '../span.ts'
import { isSecretName } from './secret-name.ts'
import { secretValueSpans, skipBlanks } from './secret-value.ts'

/**
 * Replaces everything that looks secret in any text by `***`: the values of secret names (`isSecretName`)
 * in YAML, JSON, headers, query strings and command lines, bearer tokens, user and password of a URL,
 * private keys, and keys in well-known forms. A value that only names an environment variable, `${NAME}`,
 * stays. When in doubt it hides too much.
 */
export function maskSecrets(text: string): string {
  let masked = ''
  let at = 0
  for (const span of secretSpans(text)) {
    masked += `${text.slice(at, span.start)}***`
    at = span.end
  }
  return masked + text.slice(at)
}

/** The positions of secrets: in order, not overlapping, none across a line end. */
export function secretSpans(text: string): Span[] {
  const found = [
    ...spansOfNamed(text),
    ...shapes.flatMap((shape) => [...spansOfShape(text, shape)]),
  ]
  return merge(found.flatMap((span) => splitAtLineEnds(text, span)))
}

// `name:`, `"name" =`: the lookbehind makes a name match once only, from its first character.
const namedValue = /(?:(["'])([^"'\n]{1,200})\1|(?<![\w.-])([\w.-]+))\s*([:=])/g
const optionValue = /(?<![\w-])--?([\w-]+)[ \t]+(?=[^\s-])/g

function spansOfNamed(text: string): Span[] {
  const spans: Span[][] = []
  let hiddenTo = 0
  for (const match of text.matchAll(namedValue)) {
    const from = match.index + match[0].length
    // A name inside a masked value is skipped, which also keeps the work linear.
    if (!isSecretName(match[2] ?? match[3] ?? '') || skipBlanks(text, from) < hiddenTo) continue
    const style = match[4] === '=' ? 'assignment' : 'mapping'
    const hidden = secretValueSpans(text, match.index, from, style)
    spans.push(hidden)
    hiddenTo = Math.max(hiddenTo, hidden.at(-1)?.end ?? 0)
  }
  for (const match of text.matchAll(optionValue)) {
    if (!isSecretName(match[1] ?? '')) continue
    const from = match.index + match[0].length
    spans.push(secretValueSpans(text, match.index, from, 'option'))
  }
  return spans.flat()
}

/** Secrets with a known form; the group named `secret` is masked. */
const shapes: readonly RegExp[] = [
  /\bBearer\s+(?!\$\{\w+\})(?<secret>[^\s"'`]+)/dgi,
  /\b[Bb]asic\s+(?<secret>(?=[a-z]*[A-Z0-9+/=])[A-Za-z0-9+/]{8,}={0,2})(?![A-Za-z0-9+/=])/dg,
  // The user part of a URL up to its last `@`, then the one with a raw `/` in the password.
  /\/\/(?<secret>[^\s/?#"'`<>]+)@/dg,
  /\/\/(?<secret>[^\s/?#"'`<>:@]*:(?!\d+[/?#])[^\s"'`<>]{1,200})@/dg,
  /\b(?<secret>(?:sk-|hf_|gsk_|xai-|ghp_|github_pat_|AKIA)[\w-]{12,})/dg,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----(?<secret>[^-]+)/dg,
]

function* spansOfShape(text: string, shape: RegExp): Generator<Span> {
  for (const match of text.matchAll(shape)) {
    const [start, end] = match.indices?.groups?.secret ?? [0, 0]
    if (end > start) yield { start, end }
  }
}

function splitAtLineEnds(text: string, span: Span): Span[] {
  const parts: Span[] = []
  let start = span.start
  while (start < span.end) {
    const lineEnd = text.indexOf('\n', start)
    const end = lineEnd === -1 ? span.end : Math.min(lineEnd, span.end)
    const shownEnd = text[end - 1] === '\r' ? end - 1 : end
    if (shownEnd > start) parts.push({ start, end: shownEnd })
    start = end + 1
  }
  return parts
}

function merge(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}
