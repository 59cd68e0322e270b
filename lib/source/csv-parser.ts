import { createRequire } from 'node:module'
import type { CsvError } from 'csv-parse/sync'

const require = createRequire(import.meta.url)
let loaded: typeof import('csv-parse/sync') | undefined

/** The parser of CSV (RFC 4180), loaded when the first such file is read: it takes 15 ms of every start. */
export function csvParser(): typeof import('csv-parse/sync') {
  loaded ??= require('csv-parse/sync') as typeof import('csv-parse/sync')
  return loaded
}

/** Our own message: the parser's quotes the content. */
export function csvFault(error: CsvError): { readonly message: string; readonly line: number } {
  const { lines } = error as { lines?: unknown }
  const message = csvFaults[error.code] ?? `not valid CSV (${error.code})`
  return { message, line: typeof lines === 'number' ? lines : 1 }
}

const csvFaults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows on a quote that has closed its field',
  INVALID_OPENING_QUOTE: 'a quote in the middle of a field',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'this line has another number of fields than the first',
}
