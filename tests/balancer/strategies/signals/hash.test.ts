import { expect, test } from 'vitest'
import { hashText, mixBits } from '../../../../lib/balancer/strategies/signals/hash.ts'

// Test vectors of FNV-1a, 32 bits, by its authors.
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the hash of %j is that of FNV-1a', (text, hash) => {
  expect(hashText(text)).toBe(hash)
})

test('similar inputs have evenly spread hashes', () => {
  const quarters = [0, 0, 0, 0]
  for (let bits = 0; bits < 4000; bits++) quarters[Math.floor(mixBits(bits) / 2 ** 30)]! += 1
  for (const count of quarters) expect(count / 4000).toBeCloseTo(1 / 4, 1)
})

test('no two inputs have the same hash', () => {
  const outputs = Array.from({ length: 10_000 }, (_, bits) => mixBits(bits))
  expect(new Set(outputs).size).toBe(outputs.length)
})
