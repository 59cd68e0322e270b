import {
  GenMapping,
  maybeAddSegment,
  setSourceContent,
  toEncodedMap,
} from '@jridgewell/gen-mapping'
import type { Spec, SpecPlace } from '../spec/spec.ts'

export interface GeneratedModule {
  readonly code: string
  /** As JSON, for Vite's type of a map is mutable and the library's is not. */
  readonly map: string
}

/**
 * Turns a spec into a test module. One statement stands on each line and maps to the line of the
 * YAML file that it stems from, so that Vitest's locations, filters and code frames are the YAML's.
 * @param runtime what the module imports `defineSuite` from
 */
export function generateSpecModule(spec: Spec, source: string, runtime: string): GeneratedModule {
  const map = new GenMapping({ file: spec.file })
  setSourceContent(map, spec.file, source)
  const lines: string[] = []
  const add = (code: string, place?: SpecPlace) => {
    if (place) mapLine(map, lines.length, code.length, place)
    lines.push(code)
  }

  add(`import { defineSuite } from ${JSON.stringify(runtime)}`)
  // A string, since an object literal would take a key `__proto__` for the prototype.
  add(`const suite = defineSuite(JSON.parse(${JSON.stringify(JSON.stringify(spec))}))`, spec.place)
  add('suite.open(() => {', spec.place)
  spec.tests.forEach((test, index) => {
    add(`suite.test(${index}, [() => new Error(),`, test.place)
    for (const { place } of test.expectations) add('() => new Error(),', place)
    add('])', test.place)
  })
  add('})', spec.place)
  return { code: lines.join('\n'), map: JSON.stringify(toEncodedMap(map)) }
}

/** Maps every column of a line, since a stack frame may name any of them. */
function mapLine(map: GenMapping, line: number, columns: number, place: SpecPlace): void {
  for (let column = 0; column < columns; column++) {
    maybeAddSegment(map, line, column, place.file, place.line - 1, place.column - 1)
  }
}
