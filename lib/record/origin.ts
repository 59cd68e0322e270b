/** The state of the code that a run was made with; what is not known is absent. */
export interface Origin {
  /** Full hash. */
  readonly commit?: string
  readonly branch?: string
  /** Whether files that belong to the commit had been changed. */
  readonly isDirty?: boolean
}
