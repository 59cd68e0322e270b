import { posix } from 'node:path'
import type { RunSource } from '../../lib/record/run/run-record.ts'

/** A file of a run from the root of the checkout, where the packages of one repository have different paths. */
export function fromCheckout({ environment }: RunSource, file: string): string {
  const { folder } = environment ?? {}
  return folder === undefined ? file : posix.join(folder, file)
}
