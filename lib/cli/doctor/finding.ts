/** The result of one test. */
export interface CheckUp {
  readonly area: 'machine' | 'project' | 'workers'
  /** `problem`: something will not work; `warning`: it will, with a limit that the message names. */
  readonly status: 'ok' | 'warning' | 'problem'
  readonly words: string
  /** The remedy; every warning and problem has one. */
  readonly remedy?: string
}
