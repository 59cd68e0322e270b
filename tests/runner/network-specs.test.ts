import { expect, test } from 'vitest'
import { packagedFile } from '../../lib/cluster/packaged-file.ts'
import { checksOfChecklist } from '../../lib/runner/network-specs.ts'
import { readSourceSync } from '../../lib/source/document.ts'

test('the list of checks of the shipped checklist is that of its file', () => {
  const { value } = readSourceSync(packagedFile('specs/network/checklist.spec.yaml'))
  const { tests } = value as { readonly tests: readonly Record<string, unknown>[] }
  const others = ['name', 'for', 'expect']
  const checks = tests.flatMap((each) => Object.keys(each).filter((key) => !others.includes(key)))
  expect(checksOfChecklist).toEqual(checks)
})
