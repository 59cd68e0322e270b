import { appendFileSync } from 'node:fs'
import { faults, type LabFault } from './faults.ts'

/** What one subject did under one fault: a line of the file that `npm run lab` makes its table of. */
interface Result {
  readonly fault: string
  /** The fault's place in the table. */
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
