import { posix } from 'node:path'
import type { RunSource } from '../../lib/record/run/run-record.ts'

/**
 * A file of a run relative to the root of the checkout, so that the packages of one repository have
 * different paths.
 */
export function fromCheckout({ environment }: RunSource, file: string): string {
  const { folder } = environment ?? {}
  return folder === undefined ? file : posix.join(folder, file)
}
