import { createHash } from 'node:crypto'

/** A DNS label (RFC 1123): OpenSLO's format of names. */
const maxCharacters = 63

/** Unique names for the objects of one kind; the same objects have the same names in every run. */
export class ObjectNames {
  readonly #identities = new Map<string, string>()

  /**
   * @param words description of the object
   * @param identity distinguishes it from others with the same description
   * @returns `several-workers-beat-one-speedup-at-concurrency-15`; with a hash if that is taken or too long
   */
  nameOf(words: string, identity: string): string {
    const plain = slug(words)
    const isFit = plain !== '' && plain.length <= maxCharacters
    const name = isFit && this.#isFree(plain, identity) ? plain : withHash(plain, identity)
    this.#identities.set(name, identity)
    return name
  }

  #isFree(name: string, identity: string): boolean {
    return [undefined, identity].includes(this.#identities.get(name))
  }
}

function withHash(plain: string, identity: string): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 8)
  const start = slug(plain.slice(0, maxCharacters - hash.length - 1))
  return start === '' ? `slo-${hash}` : `${start}-${hash}`
}

/** Letters without their accents, digits and single hyphens. */
function slug(words: string): string {
  return words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
}
