import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mutate } from './mutate.ts'
import { isPlain, kinds } from './readers.ts'

/** Mutants per kind of file; `npm run fuzz` uses more. */
const count = Number(process.env.CLUSTERGATE_FUZZ_COUNT ?? 150)
const firstSeed = Number(process.env.CLUSTERGATE_FUZZ_SEED ?? 1)

const folder = mkdtempSync(join(tmpdir(), 'clustergate-fuzz-'))
mkdirSync(join(folder, 'baselines/a'), { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const all = Object.values(kinds).flatMap(({ seeds }) => seeds)

describe.each(Object.entries(kinds))('a damaged %s', (name, { seeds, use }) => {
  test.each(seeds)('differs from the undamaged seeds, which are accepted', async (text) => {
    await use(text, folder)
  })

  test(
    'is accepted or refused with a reason, never with an internal error',
    async () => {
      const counts = { accepted: 0, refused: 0 }
      for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
        const mutant = mutate(seeds[seed % seeds.length] ?? '', seed, all)
        const reported = await outcomeOf(() => use(mutant, folder))
        if (reported.kind === 'defect') {
          expect.fail(`${name}, seed ${seed}: ${reported.words}\n${mutant.slice(0, 2_000)}`)
        }
        counts[reported.kind] += 1
      }
      expect(counts.accepted + counts.refused).toBe(count)
      expect(counts.refused).toBeGreaterThan(0)
      if (process.env.CLUSTERGATE_FUZZ_COUNT) console.error(`${name}: ${JSON.stringify(counts)}`)
    },
    60_000 + count * 200,
  )
})

type Reported =
  | { readonly kind: 'accepted' | 'refused' }
  | { readonly kind: 'defect'; readonly words: string }

async function outcomeOf(use: () => Promise<void> | void): Promise<Reported> {
  try {
    await use()
    return { kind: 'accepted' }
  } catch (error) {
    if (!isPlain(error)) {
      return { kind: 'defect', words: error instanceof Error ? String(error.stack) : String(error) }
    }
    // A message, without our stack, and nothing that a terminal would execute.
    const isReadable =
      error.message !== '' && !/\n\s+at |[\u0000-\u0008\u001b\u009b\u202e]/.test(error.message)
    return isReadable
      ? { kind: 'refused' }
      : { kind: 'defect', words: JSON.stringify(error.message) }
  }
}
