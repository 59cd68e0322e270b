/**
 * Bytes that are compared at one offset after the other, four at a time: half the time of one by one. Plain arrays,
 * because a typed array of each stream takes several times its bytes in buffers outside the heap.
 */
export class KnownBytes {
  readonly length: number
  readonly #words: readonly number[]
  /** The bytes after the last group of four. */
  readonly #rest: readonly number[]

  constructor(bytes: Buffer) {
    this.length = bytes.length
    this.#words = Array.from({ length: bytes.length >> 2 }, (_, index) =>
      bytes.readInt32BE(4 * index),
    )
    this.#rest = [...bytes.subarray(bytes.length & ~3)]
  }

  /** @param from at most the offset at which they would still fit */
  areAt(view: DataView, from: number): boolean {
    const words = this.#words
    const rest = this.#rest
    let place = from
    for (let index = 0; index < words.length; index++, place += 4) {
      if (view.getInt32(place) !== words[index]) return false
    }
    for (let index = 0; index < rest.length; index++) {
      if (view.getUint8(place + index) !== rest[index]) return false
    }
    return true
  }
}
