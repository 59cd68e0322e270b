import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isUnitTest, startsProcesses } from './kinds-of-tests.ts'

const at = (file: string) => join(import.meta.dirname, file)

test.each([
  ['units/quantity.test.ts', true, false],
  ['source/document.fuzz.test.ts', false, false],
  // By helpers alone.
  ['checks/balance.test.ts', false, false],
  ['reporters/junit.test.ts', false, true],
  ['e2e/gate.test.ts', false, true],
])(
  'the kind of the test file %s follows from the names in it and its helpers',
  (file, isUnit, isOfProcesses) => {
    expect(isUnitTest(at(file))).toBe(isUnit)
    expect(startsProcesses(at(file))).toBe(isOfProcesses)
  },
)
