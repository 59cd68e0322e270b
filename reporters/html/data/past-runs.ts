import { existsSync } from 'node:fs'
import { HistoryError } from '../../../lib/history/history-error.ts'
import { type HistoryRow, HistoryStore } from '../../../lib/history/store.ts'

/** Enough to show whether a level changed. */
const maxRuns = 100

/** Measurements of earlier runs, from the history of the project. */
export class PastRuns implements Disposable {
  readonly #store: HistoryStore | undefined
  /** Why it cannot be read, in a sentence; undefined if it can. */
  readonly complaint: string | undefined

  private constructor(store: HistoryStore | undefined, complaint?: string) {
    this.#store = store
    this.complaint = complaint
  }

  /**
   * Undefined if there is no such file: most projects have no history, which is not reported.
   * @param root the project, which a link in the place of the file must not leave
   */
  static async open(file: string, root: string): Promise<PastRuns | undefined> {
    if (!existsSync(file)) return undefined
    try {
      return new PastRuns(await HistoryStore.open(file, 'read', root))
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error
      return error.code === 'CLUSTERGATE_HISTORY_MISSING'
        ? undefined
        : new PastRuns(undefined, complaintOf(error))
    }
  }

  [Symbol.dispose](): void {
    this.#store?.[Symbol.dispose]()
  }

  /**
   * Values of the last runs, the oldest first; read run by run, so that memory has only the selected ones.
   * @throws HistoryError
   */
  rows(isWanted: (row: HistoryRow) => boolean): readonly HistoryRow[] {
    const store = this.#store
    if (!store) return []
    const runs = store.runIds().slice(-maxRuns)
    return runs.flatMap((id) => store.rowsOfRun(id).filter(isWanted))
  }
}

function complaintOf({ code, message }: HistoryError): string {
  // Its message is about storing a run.
  return code === 'CLUSTERGATE_HISTORY_DRIVER'
    ? 'it takes Node.js 22.13 or later, or the package `better-sqlite3`'
    : message
}
