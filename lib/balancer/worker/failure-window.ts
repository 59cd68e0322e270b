const bucketCount = 10

/** Counts attempts and failures of the last `windowMs`, in ten buckets. */
export class FailureWindow {
  readonly #bucketMs: number
  readonly #attempts = new Array<number>(bucketCount).fill(0)
  readonly #failures = new Array<number>(bucketCount).fill(0)
  #bucket = 0

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / bucketCount
  }

  add(nowMs: number, isFailure: boolean): void {
    this.#advance(nowMs)
    const index = this.#bucket % bucketCount
    this.#attempts[index] = (this.#attempts[index] ?? 0) + 1
    if (isFailure) this.#failures[index] = (this.#failures[index] ?? 0) + 1
  }

  counts(nowMs: number): { readonly attempts: number; readonly failures: number } {
    this.#advance(nowMs)
    return { attempts: sum(this.#attempts), failures: sum(this.#failures) }
  }

  clear(): void {
    this.#attempts.fill(0)
    this.#failures.fill(0)
  }

  /** Clears the buckets between the last use and now. */
  #advance(nowMs: number): void {
    const bucket = Math.floor(nowMs / this.#bucketMs)
    const passed = Math.min(bucket - this.#bucket, bucketCount)
    for (let step = 1; step <= passed; step++) {
      const index = (bucket - passed + step) % bucketCount
      this.#attempts[index] = 0
      this.#failures[index] = 0
    }
    this.#bucket = Math.max(bucket, this.#bucket)
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
