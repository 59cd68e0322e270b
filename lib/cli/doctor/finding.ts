/** One thing that was looked at. */
export interface CheckUp {
  readonly area: 'machine' | 'project' | 'workers'
  /** `problem`: something will not work; `warning`: it will, with a limit that the words name. */
  readonly status: 'ok' | 'warning' | 'problem'
  readonly words: string
  /** What to do; every warning and problem has one. */
  readonly remedy?: string
}
