import { appendFileSync } from 'node:fs'

/** What one subject did under one fault: a line of the file that `npm run lab` makes its table of. */
export interface Result {
  readonly fault: string
  readonly subject: 'gate' | 'library' | 'serve' | 'benchmark'
  readonly figures: Readonly<Record<string, unknown>>
}

/** Kept only for `npm run lab`. */
export function keepResult(result: Result): void {
  const file = process.env.CLUSTERGATE_LAB_RESULTS
  if (file) appendFileSync(file, `${JSON.stringify(result)}\n`)
}
