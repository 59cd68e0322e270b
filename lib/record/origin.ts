/** The state of the code of a run; unknown parts are absent. */
export interface Origin {
  /** Full hash. */
  readonly commit?: string
  readonly branch?: string
  /** Whether files of the commit had been changed. */
  readonly isDirty?: boolean
}
