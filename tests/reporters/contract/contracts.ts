import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { JsonSchema } from '../../../lib/generated/schemas.ts'
import { createValidator } from '../../../lib/source/create-validator.ts'
import type { Validator } from '../../../lib/source/schema-problems.ts'
import { formats } from '../../../reporters/formats.ts'
import { reportersByFormat } from '../../../scripts/generate/report-formats.ts'
import { hasTool } from '../../hosts/requirements.ts'
import { schemaErrors } from '../junit-readers.ts'
import { readCommand } from './github-runner.ts'
import { readMarkdown } from './markdown-reader.ts'
import { readOpenMetrics } from './openmetrics-grammar.ts'
import { hasTapParser, readByPerl, yamlBlocks } from './tap-readers.ts'

/** The requirements of every format, and who checks them. */
export interface Contract {
  /** Of `clustergate report --format`. */
  readonly format: string
  /** The module under `reporters/`, and its page under `docs/reporters/`. */
  readonly reporter: string
  /** Where the reporter writes unless configured otherwise. */
  readonly file: string
  readonly options?: object
  /** Missing programs that the check needs. */
  readonly missing: readonly string[]
  /** The mistakes of a file; empty if it is valid. */
  readonly problems: (file: string) => Promise<readonly string[]>
}

const root = join(import.meta.dirname, '../../..')
const noXmllint = hasTool('xmllint') ? [] : ['xmllint']

/** Formats with further requirements. */
export const particular: Readonly<Record<string, Partial<Contract>>> = {
  json: { problems: (file) => schemaProblems(runSchema(), file) },
  junit: {
    file: 'reports/clustergate.junit.xml',
    missing: noXmllint,
    problems: async (file) => lines(await schemaErrors(file, 'rich')),
  },
  'junit-strict': {
    file: 'reports/clustergate.junit.xml',
    missing: noXmllint,
    options: { dialect: 'strict' },
    problems: async (file) => lines(await schemaErrors(file, 'strict')),
  },
  ctrf: {
    file: 'reports/clustergate.ctrf.json',
    problems: (file) => schemaProblems(ctrfSchema(), file),
  },
  markdown: {
    file: 'reports/clustergate.md',
    problems: async (file) => readMarkdown(readFileSync(file, 'utf8')),
  },
  github: {
    file: 'annotations.txt',
    options: { outputFile: 'annotations.txt' },
    problems: async (file) => commandProblems(readFileSync(file, 'utf8')),
  },
  openmetrics: {
    file: 'reports/clustergate.prom',
    problems: async (file) => thrown(() => readOpenMetrics(readFileSync(file, 'utf8'))),
  },
  tap: { missing: hasTapParser() ? [] : ['perl'], problems: tapProblems },
  html: { missing: noXmllint, problems: xmlProblems },
}

/** For every format. */
export const contracts: readonly Contract[] = Object.keys(formats).map((format) => ({
  format,
  reporter: reportersByFormat[format] ?? format,
  file: `reports/clustergate.${format}`,
  missing: [],
  problems: textProblems,
  ...particular[format],
}))

/** Whether it is text that ends with a line feed. */
async function textProblems(file: string): Promise<readonly string[]> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  return text.endsWith('\n') ? [] : ['the last line has no end']
}

/** The schema of the run record, closed: an unknown key is a mistake in a test, and only there. */
export function runSchema(): JsonSchema {
  const text = readFileSync(join(root, 'schemas/run.schema.json'), 'utf8')
  return JSON.parse(
    text.replaceAll('"additionalProperties": true', '"additionalProperties": false'),
  )
}

function ctrfSchema(): JsonSchema {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../ctrf.schema.json'), 'utf8'))
}

const validators = new Map<unknown, Validator>()

async function schemaProblems(schema: JsonSchema, file: string): Promise<readonly string[]> {
  const validator = validators.get(schema.title) ?? createValidator(schema)
  validators.set(schema.title, validator)
  const errors = validator(JSON.parse(readFileSync(file, 'utf8')))
  return errors.map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  )
}

function commandProblems(text: string): readonly string[] {
  const wrong = text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => thrown(() => readCommand(line)))
  return text === '' || text.endsWith('\n') ? wrong : [...wrong, 'the last line has no end']
}

/** The page is well-formed XML as well, so that a missing end tag is found. */
async function xmlProblems(file: string): Promise<readonly string[]> {
  const { stderr } = await execa('xmllint', ['--noout', '--huge', file], { reject: false })
  return lines(stderr)
}

/** Perl reads the points; the YAML below each must be valid. */
async function tapProblems(file: string): Promise<readonly string[]> {
  const { points, parseErrors, planned, isBailedOut } = await readByPerl(file)
  const isPlanned = isBailedOut || planned === points.length
  const text = readFileSync(file, 'utf8')
  const blocks = thrown(() => {
    if (yamlBlocks(text).size !== points.length) throw new Error('a point without its YAML')
  })
  const bailed = isBailedOut ? [] : parseErrors
  return [
    ...bailed,
    ...(isPlanned ? [] : [`${planned} planned, ${points.length} there`]),
    ...blocks,
  ]
}

function thrown(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    return [(error as Error).message]
  }
}

function lines(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n').slice(0, 5)
}
