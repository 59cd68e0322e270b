import type { JsonBody } from '../../servers/hygiene-rule.ts'

interface Field {
  readonly name: string
  /** Byte offsets: start of the name, start of the value, and end of the value. */
  readonly start: number
  readonly valueStart: number
  readonly end: number
}

/**
 * A JSON object of which only some fields are read: a value is parsed when it is needed, and unchanged
 * bytes are forwarded as they are. So a prompt of many megabytes is never in memory twice, and the depth of
 * nesting does not matter.
 */
export class JsonFields {
  /** Of a long body parsed when first read; undefined as well if the value is not valid JSON. */
  readonly values: JsonBody
  #body: string | Uint8Array
  #places: readonly Field[] | undefined

  private constructor(body: string | Uint8Array, values?: JsonBody, fields?: readonly Field[]) {
    this.#body = body
    this.#places = fields
    this.values = values ?? valuesOf(this.#fields, (field) => parsed(this.#textOf(field)))
  }

  /** The fields of an object; undefined if the bytes are not an object. */
  static read(body: string | Uint8Array): JsonFields | undefined {
    const values = body.length <= wholeBytes ? parsedObject(body) : undefined
    if (values) return new JsonFields(body, values)
    const bytes = bytesOf(body)
    const fields = fieldsOf(bytes)
    return fields && new JsonFields(bytes, undefined, fields)
  }

  /** The beginning of a value, as written. */
  beginningOf(name: string, maxBytes: number): string | undefined {
    const field = this.#fields.findLast((each) => each.name === name)
    if (!field) return undefined
    const end = Math.min(field.end, field.valueStart + maxBytes)
    return this.#bytes.toString('utf8', field.valueStart, end)
  }

  /** The first items of a list, as written; undefined if the value is not a list. */
  itemsOf(name: string, most: number): string[] | undefined {
    const field = this.#fields.findLast((each) => each.name === name)
    if (!field || this.#bytes[field.valueStart] !== code.openList) return undefined
    const items: string[] = []
    let at = skipBlanks(this.#bytes, field.valueStart + 1)
    while (items.length < most && at < field.end - 1) {
      const end = skipValue(this.#bytes, at)
      if (end === undefined) return undefined
      items.push(this.#bytes.toString('utf8', at, end))
      at = skipBlanks(this.#bytes, skipBlanks(this.#bytes, end) + 1)
    }
    return items
  }

  /** The object with new values for these fields; undefined removes a field. */
  with(changes: JsonBody): Buffer {
    const kept = this.#fields
      .filter(({ name }) => !Object.hasOwn(changes, name))
      .map(({ start, end }) => this.#bytes.subarray(start, end))
    const changed = Object.entries(changes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => Buffer.from(`${JSON.stringify(name)}:${JSON.stringify(value)}`))
    const parts = [...kept, ...changed].flatMap((part, index) => (index ? [comma, part] : [part]))
    return Buffer.concat([openObject, ...parts, closeObject])
  }

  get #bytes(): Buffer {
    if (!Buffer.isBuffer(this.#body)) this.#body = bytesOf(this.#body)
    return this.#body as Buffer
  }

  /** Of a short body, they are looked for once one is needed: nearly all requests are sent as they came. */
  get #fields(): readonly Field[] {
    this.#places ??= fieldsOf(this.#bytes) ?? []
    return this.#places
  }

  #textOf({ valueStart, end }: Field): string {
    return this.#bytes.toString('utf8', valueStart, end)
  }
}

const comma = Buffer.from(',')
const openObject = Buffer.from('{')
const closeObject = Buffer.from('}')

const code = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const

function bytesOf(body: string | Uint8Array): Buffer {
  if (typeof body === 'string') return Buffer.from(body)
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

/** Up to this length it is faster to parse a body as a whole. */
const wholeBytes = 16 * 1024

/** Undefined if it is not an object, or invalid: then some of its values may still be read. */
function parsedObject(body: string | Uint8Array): JsonBody | undefined {
  const value = parsed(typeof body === 'string' ? body : bytesOf(body).toString())
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonBody)
    : undefined
}

/** A short value, such as a model or a limit, is parsed at once, which is cheaper than later. */
function valuesOf(fields: readonly Field[], read: (field: Field) => unknown): JsonBody {
  const values: Record<string, unknown> = Object.create(null)
  let hasLater = false
  for (const field of fields) {
    if (field.end - field.valueStart <= shortBytes) {
      // The last occurrence of a name counts.
      if (hasLater) delete values[field.name]
      values[field.name] = read(field)
      continue
    }
    hasLater = true
    let value: unknown
    let isRead = false
    Object.defineProperty(values, field.name, {
      enumerable: true,
      configurable: true,
      get: () => {
        if (!isRead) value = read(field)
        // A large value is parsed again rather than kept beside its bytes.
        isRead = field.end - field.valueStart <= keptBytes
        return value
      },
    })
  }
  return values
}

const shortBytes = 64
const keptBytes = 16 * 1024

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // Invalid JSON is left to the worker to refuse.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function fieldsOf(bytes: Buffer): Field[] | undefined {
  let at = skipBlanks(bytes, 0)
  if (bytes[at] !== code.openObject) return undefined
  at = skipBlanks(bytes, at + 1)
  const fields: Field[] = []
  while (bytes[at] !== code.closeObject || fields.length > 0) {
    const field = fieldAt(bytes, at)
    if (!field) return undefined
    fields.push(field)
    at = skipBlanks(bytes, field.end)
    if (bytes[at] === code.closeObject) break
    if (bytes[at] !== code.comma) return undefined
    at = skipBlanks(bytes, at + 1)
  }
  return skipBlanks(bytes, at + 1) === bytes.length ? fields : undefined
}

function fieldAt(bytes: Buffer, start: number): Field | undefined {
  if (bytes[start] !== code.quote) return undefined
  const nameEnd = skipText(bytes, start)
  if (nameEnd === undefined) return undefined
  const name = nameIn(bytes.toString('utf8', start, nameEnd))
  const colon = skipBlanks(bytes, nameEnd)
  if (typeof name !== 'string' || bytes[colon] !== code.colon) return undefined
  const valueStart = skipBlanks(bytes, colon + 1)
  const end = skipValue(bytes, valueStart)
  return end === undefined ? undefined : { name, start, valueStart, end }
}

/** Nearly all names need no parsing. */
function nameIn(quoted: string): unknown {
  return /^"[a-z_]+"$/.test(quoted) ? quoted.slice(1, -1) : parsed(quoted)
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at += 1
  return at
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** The end of the value that begins here; undefined if it does not end, or none begins. */
function skipValue(bytes: Buffer, start: number): number | undefined {
  const first = bytes[start]
  if (first === code.quote) return skipText(bytes, start)
  if (first === code.openObject || first === code.openList) return skipNested(bytes, start)
  let at = start
  while (at < bytes.length && !endsWord.has(bytes[at] as number)) at += 1
  return at === start ? undefined : at
}

const endsWord = new Set<number>([
  ...[0x20, 0x09, 0x0a, 0x0d],
  ...[code.comma, code.closeList, code.closeObject],
])

function skipText(bytes: Buffer, start: number): number | undefined {
  for (let from = start + 1; ; ) {
    const quote = bytes.indexOf(code.quote, from)
    if (quote < 0) return undefined
    let backslashes = 0
    while (bytes[quote - 1 - backslashes] === code.backslash) backslashes += 1
    if (backslashes % 2 === 0) return quote + 1
    from = quote + 1
  }
}

/** Counts brackets instead of recursing, because a caller decides how deep they are nested. */
function skipNested(bytes: Buffer, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === code.quote) {
      const end = skipText(bytes, at)
      if (end === undefined) return undefined
      at = end - 1
    } else if (byte === code.openObject || byte === code.openList) {
      depth += 1
    } else if (byte === code.closeObject || byte === code.closeList) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return undefined
}
