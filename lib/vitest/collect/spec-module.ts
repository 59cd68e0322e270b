import {
  GenMapping,
  maybeAddSegment,
  setSourceContent,
  toEncodedMap,
} from '@jridgewell/gen-mapping'
import { visibleText } from '../../source/visible-text.ts'
import { casesOf, caseTitle } from '../../spec/cases.ts'
import type { Spec, SpecPlace } from '../../spec/spec.ts'
import { plainLiteral } from './plain-literal.ts'

export interface GeneratedModule {
  readonly code: string
  /** As JSON, because Vite's type of a map is mutable and the library's is not. */
  readonly map: string
}

/**
 * Turns a spec into a test module. Each line has one statement and maps to the line of the YAML file from
 * which it is generated, so that Vitest's locations, filters and code frames are the YAML's. The calls of
 * `describe` and `test` have literal titles, because `vitest list` of Vitest 5 and editors read them
 * without running the module.
 * @param runtime the module from which it imports `defineCases`, `describe` and `test`
 */
export function generateSpecModule(spec: Spec, source: string, runtime: string): GeneratedModule {
  const map = new GenMapping({ file: spec.file })
  setSourceContent(map, spec.file, source)
  const lines: string[] = []
  const add = (code: string, place?: SpecPlace) => {
    if (place) mapLine(map, lines.length, place)
    lines.push(code)
  }

  add(`import { defineCases, describe, test } from ${JSON.stringify(runtime)}`)
  // A string, because an object literal would treat a key `__proto__` as the prototype.
  add(`const cases = defineCases(JSON.parse(${JSON.stringify(JSON.stringify(spec))}))`, spec.place)
  spec.tests.forEach((test, index) => {
    // A call instead of `[`, from which V8 would derive function names in stacks:
    // ` ❯ sites0 file.yaml:3:5`.
    add(`const sites${index} = Array.of(() => new Error(),`, test.place)
    for (const { place } of test.expectations) add('() => new Error(),', place)
    add(')', test.place)
  })
  // Tests of the network stage run in parallel.
  const define = spec.stage === 'network' ? 'test.concurrent' : 'test'
  add(`describe(${plainLiteral(visibleText(spec.suite))}, () => {`, spec.place)
  for (const { testIndex, workerId } of casesOf(spec)) {
    const test = spec.tests[testIndex]
    if (!test) continue
    const title = plainLiteral(caseTitle(test, workerId))
    const id = `${testIndex}, ${JSON.stringify(workerId ?? null)}`
    add(`${define}(${title}, ...cases(${id}, sites${testIndex}))`, test.place)
  }
  add('})', spec.place)
  return { code: lines.join('\n'), map: JSON.stringify(toEncodedMap(map)) }
}

/** One segment is for all columns of a line, any of which a stack frame may have. */
function mapLine(map: GenMapping, line: number, place: SpecPlace): void {
  maybeAddSegment(map, line, 0, place.file, place.line - 1, place.column - 1)
}
