import type { SourceDocument, SourcePath } from '../source/document.ts'
import type { DataBudget } from './data-budget.ts'

/** The source of a reference. */
export interface Site {
  readonly document: SourceDocument
  readonly path: SourcePath
}

export interface ReadingContext {
  /** The project: names are looked up in its `config/workloads`. */
  readonly root: string
  /** Folder of the file that names the workload; default: the root. */
  readonly folder?: string | undefined
  readonly maxTokens?: number | 'none' | undefined
  readonly isStreamed?: boolean | undefined
  /** Called with each file that is read. */
  readonly onFile?: ((file: string) => void) | undefined
  readonly budget: DataBudget
  /** The chain of workload files, outermost first. */
  readonly chain: readonly string[]
  /** Gives a part of a mix other random numbers than its siblings. */
  readonly seedShift: number
}
