import type { SourceDocument, SourcePath } from '../source/document.ts'
import type { DataBudget } from './data-budget.ts'

/** Where something is written. */
export interface Site {
  readonly document: SourceDocument
  readonly path: SourcePath
}

export interface ReadingContext {
  /** Names are looked up in `config/workloads` here. */
  readonly root: string
  /** Of the file that names the workload; default: the root. */
  readonly folder?: string | undefined
  readonly maxTokens?: number | 'none' | undefined
  readonly isStreamed?: boolean | undefined
  /** Hears of each file that is read. */
  readonly onFile?: ((file: string) => void) | undefined
  readonly budget: DataBudget
  /** The workload files that led here, outermost first. */
  readonly chain: readonly string[]
  /** Makes a part of a mix draw other numbers than its siblings. */
  readonly seedShift: number
}
