import { appendFileSync } from 'node:fs'
import { faults, type LabFault } from './faults.ts'

/**
 * The result of one subject under one fault: a line of the file from which `npm run lab` makes its table.
 */
interface Result {
  readonly fault: string
  /** The fault's position in the table. */
  readonly order: number
  readonly subject: 'gate' | 'library' | 'serve' | 'benchmark'
  readonly figures: Readonly<Record<string, unknown>>
}

/** Kept only for `npm run lab`. */
export function keepResult(
  { name }: LabFault,
  subject: Result['subject'],
  figures: Result['figures'],
): void {
  const file = process.env.CLUSTERGATE_LAB_RESULTS
  if (!file) return
  const order = faults.findIndex((fault) => fault.name === name)
  const result: Result = { fault: name, order, subject, figures }
  appendFileSync(file, `${JSON.stringify(result)}\n`)
}
