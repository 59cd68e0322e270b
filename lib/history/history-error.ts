/** Why the history cannot be used; the message has the remedy. */
export type HistoryErrorCode =
  | 'CLUSTERGATE_HISTORY_DRIVER'
  | 'CLUSTERGATE_HISTORY_MISSING'
  | 'CLUSTERGATE_HISTORY_FOREIGN'
  | 'CLUSTERGATE_HISTORY_DAMAGED'
  | 'CLUSTERGATE_HISTORY_NEWER'
  | 'CLUSTERGATE_HISTORY_BUSY'
  | 'CLUSTERGATE_HISTORY_INACCESSIBLE'

/** The history cannot be read or written; nothing in the file was changed. */
export class HistoryError extends Error {
  readonly code: HistoryErrorCode

  constructor(code: HistoryErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'HistoryError'
    this.code = code
  }
}
