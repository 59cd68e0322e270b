/** Bytes that are compared at one offset after the other, four at a time: half the time of one by one. */
export class KnownBytes {
  readonly length: number
  readonly #words: Int32Array
  /** The bytes after the last group of four. */
  readonly #rest: Uint8Array

  constructor(bytes: Buffer) {
    const { buffer, byteOffset, length } = bytes
    const view = new DataView(buffer, byteOffset, length)
    this.length = length
    this.#words = Int32Array.from({ length: length >> 2 }, (_, index) => view.getInt32(4 * index))
    this.#rest = Uint8Array.from(bytes.subarray(length & ~3))
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
