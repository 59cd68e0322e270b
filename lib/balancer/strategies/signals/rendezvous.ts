import type { Candidate, RequestView } from '../strategy.ts'
import { hashText, mixBits } from './hash.ts'

/**
 * How much each worker attracts each key: a number drawn by hashing both, higher is closer. The worker
 * with the highest is the key's home. One that leaves takes along only its own keys, which go to the next
 * in each key's order, and one that joins takes only what becomes its own (D. Thaler, C. Ravishankar,
 * Using Name-Based Mappings to Increase Hit Rates, IEEE/ACM ToN 1998). Twice the weight is home to twice
 * the keys (C. Schindelhauer, G. Schomaker, Weighted Distributed Hash Tables, SPAA 2005).
 */
export class Rendezvous {
  readonly #workerHashes = new Map<string, number>()
  /** A waiting request is evaluated again and again, and its key may be a long text. */
  readonly #keyHashes = new WeakMap<RequestView, number>()

  attraction(key: number, { id, weight }: Candidate): number {
    let workerHash = this.#workerHashes.get(id)
    if (workerHash === undefined) {
      workerHash = mixBits(hashText(id))
      this.#workerHashes.set(id, workerHash)
    }
    const drawn = (mixBits(key ^ workerHash) + 0.5) / 2 ** 32
    return -weight / Math.log(drawn)
  }

  /** The hash of the request's key; undefined: it has none. */
  keyOf(request: RequestView): number | undefined {
    if (request.affinityKey === undefined) return undefined
    let key = this.#keyHashes.get(request)
    if (key === undefined) {
      key = mixBits(hashText(request.affinityKey))
      this.#keyHashes.set(request, key)
    }
    return key
  }

  forget(workerId: string): void {
    this.#workerHashes.delete(workerId)
  }
}
