import { hdrHistograms } from '../stats/hdr-histograms.ts'
import type { TimeRecord } from './load-record.ts'

/**
 * All times of these distributions, in milliseconds and unordered, each to one part in a thousand. For
 * small ones, because each time becomes a number again.
 */
export function recordedTimes(records: readonly TimeRecord[]): readonly number[] {
  return records.flatMap(({ histogram, count, minMs, maxMs }) => {
    const decoded = hdrHistograms().decodeFromCompressedBase64(histogram, 32)
    return Array.from({ length: count }, (_, index) => {
      const ms = decoded.getValueAtPercentile((100 * (index + 1)) / count) / 1_000
      // The histogram returns the upper end of a bucket.
      return Math.min(maxMs, Math.max(minMs, ms))
    })
  })
}
