import { describe, expect, test } from 'vitest'
import { examples, fileOf } from './examples.ts'
import { typeErrors } from './type-errors.ts'

describe('TypeScript in the documentation', () => {
  const texts = new Map(examples('module', 'config').map((fence) => [fileOf(fence), fence.text]))
  // An example of the run record must be valid.
  for (const fence of examples('data')) {
    const type = `import type { RunRecord } from '../../lib/record/run/run-record.ts'`
    const name = `record-${fence.line}.ts`
    texts.set(name, `${type}\nexport const record: RunRecord = ${fence.text}`)
  }

  test('has no type errors', () => {
    const wrong = `import { suite } from 'clustergate'\nsuite('a', ({ tests }) => tests)`
    const errors = typeErrors(new Map([...texts, ['wrong.ts', wrong]]))
    expect(texts.size).toBeGreaterThan(12)
    expect(errors.filter((error) => !error.startsWith('wrong.ts: '))).toEqual([])
    expect(errors.filter((error) => error.startsWith('wrong.ts: '))).not.toEqual([])
  })
})
