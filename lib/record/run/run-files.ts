import { randomBytes } from 'node:crypto'

/** Default path of the JSON report. */
export const usualRunFile = 'reports/clustergate.json'

/** Path of the JSON lines: beside the report. */
export function linesBeside(runFile: string): string {
  return `${runFile.replace(/\.json$/, '')}.jsonl`
}

/** A name that no other run uses, in the folder of the file: only there can it be renamed. */
export function draftOf(file: string): string {
  return `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
}
