import { createHash } from 'node:crypto'

/** RFC 9562, 6.6: names that are URLs. */
const urlNamespace = '6ba7b8119dad11d180b400c04fd430c8'

/** Gives each case an id that it has in every run. */
export class CtrfIds {
  readonly #seen = new Map<string, number>()

  /** @param names of stage, file and case */
  of(names: readonly string[]): string {
    const url = `https://clustergate.dev/cases/${names.map(encode).join('/')}`
    const before = this.#seen.get(url) ?? 0
    this.#seen.set(url, before + 1)
    return uuidOf(before === 0 ? url : `${url}?${before + 1}`)
  }
}

function encode(part: string): string {
  return encodeURIComponent(part.toWellFormed())
}

/** Version 5: the same name gives the same id (RFC 9562, 5.5). */
function uuidOf(name: string): string {
  const hash = createHash('sha1').update(Buffer.from(urlNamespace, 'hex')).update(name).digest()
  const bytes = hash.subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
