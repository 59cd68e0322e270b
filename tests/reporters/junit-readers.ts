import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { RunSource } from '../../lib/record/run/run-record.ts'
import { junitChunks } from '../../reporters/junit/document.ts'
import type { Dialect } from '../../reporters/junit/elements.ts'
import { writeReport } from '../../reporters/kit/write-report.ts'

/** A report in a separate file, while it is read. */
export async function withJUnitFile<T>(
  run: RunSource,
  dialect: Dialect,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'clustergate-junit-'))
  try {
    const file = join(folder, 'report.xml')
    writeReport(file, junitChunks(run, dialect))
    return await use(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The messages of xmllint about a file by the schema of its dialect; empty if it is valid. */
export async function schemaErrors(file: string, dialect: Dialect): Promise<string> {
  const schema = join(import.meta.dirname, `junit-${dialect}.xsd`)
  const { stderr, exitCode } = await execa(
    'xmllint',
    ['--noout', '--stream', '--schema', schema, file],
    { reject: false },
  )
  return exitCode === 0 ? '' : stderr
}

/** A case as another program reads it. */
export interface ReadCase {
  readonly name: string
  readonly classname: string
  readonly file: string | null
  readonly line: string | null
  readonly time: number
  readonly result: string | null
  readonly type: string | null
  readonly message: string | null
  readonly text: string | null
  readonly properties: Readonly<Record<string, string>>
  readonly output: string | null
}

export interface ReadSuite {
  readonly name: string
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
  readonly properties: Readonly<Record<string, string>>
  readonly cases: readonly ReadCase[]
}

/** Reads a report by the XML parser of Python, as consumers of JUnit are written. */
export async function readByPython(file: string): Promise<readonly ReadSuite[]> {
  const { stdout } = await execa('python3', ['-c', pythonReader, file])
  return JSON.parse(stdout)
}

const pythonReader = `
import json, sys
import xml.etree.ElementTree as tree

def properties(element):
    return {each.get('name'): each.get('value') for each in element.findall('properties/property')}

def case(element):
    results = [element.find(tag) for tag in ('failure', 'error', 'skipped')]
    [result] = [each for each in results if each is not None] or [None]
    get = lambda name: None if result is None else result.get(name)
    return {
        'name': element.get('name'), 'classname': element.get('classname'),
        'file': element.get('file'), 'line': element.get('line'), 'time': float(element.get('time')),
        'result': None if result is None else result.tag, 'type': get('type'), 'message': get('message'),
        'text': None if result is None else result.text, 'properties': properties(element),
        'output': element.findtext('system-out'),
    }

suites = []
for element in tree.parse(sys.argv[1]).getroot().findall('testsuite'):
    counts = {key: int(element.get(key)) for key in ('tests', 'failures', 'errors', 'skipped')}
    suites.append({'name': element.get('name'), **counts, 'properties': properties(element),
                   'cases': [case(each) for each in element.findall('testcase')]})
json.dump(suites, sys.stdout)
`

/** The Python that can import a module, the system's own first; undefined if none can. */
export function pythonWith(module: string): string | undefined {
  return ['/usr/bin/python3', 'python3'].find((python) => {
    try {
      execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore', timeout: 20_000 })
      return true
    } catch {
      // No such Python, or no such module.
      return false
    }
  })
}
