import { UserError } from '../source/user-error.ts'

/** Limits for the prompt files of one workload: far above legitimate ones, far below a machine's memory. */
export const dataLimits = {
  /** Total bytes of all files. */
  bytes: 256 * 1024 * 1024,
  /** Number of prompt files. */
  files: 10_000,
  /** Number of workloads in a mix. */
  workloads: 1_000,
} as const

/** The remaining limits of one workload. */
export class DataBudget {
  #bytes: number = dataLimits.bytes
  #files: number = dataLimits.files
  #workloads: number = dataLimits.workloads

  /** @throws UserError for one workload too many */
  takeWorkload(): void {
    this.#workloads -= 1
    if (this.#workloads >= 0) return
    const message = `a workload is mixed of more than ${dataLimits.workloads} workloads`
    throw new UserError([{ code: 'too_many_workloads', message }])
  }

  /** @throws UserError for one file too many */
  takeFile(): void {
    this.#files -= 1
    if (this.#files >= 0) return
    const message = `a workload is read from more than ${dataLimits.files} files`
    throw new UserError([{ code: 'too_many_files', message }])
  }

  /** @throws UserError for one byte too many */
  takeBytes(bytes: number): void {
    this.#bytes -= bytes
    if (this.#bytes >= 0) return
    const message = `the files of a workload have more than ${dataLimits.bytes} bytes together`
    throw new UserError([{ code: 'file_too_large', message }])
  }
}
