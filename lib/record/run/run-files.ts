import { randomBytes } from 'node:crypto'

/** Where the JSON reporter writes unless configured otherwise. */
export const usualRunFile = 'reports/clustergate.json'

/** Where the JSON reporter writes its lines: beside its report. */
export function linesBeside(runFile: string): string {
  return `${runFile.replace(/\.json$/, '')}.jsonl`
}

/** A name that no other run uses, in the folder of the file: only there can it be renamed to it. */
export function draftOf(file: string): string {
  return `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
}
