import type { HistoryRun } from '../record/history.ts'
import type { Database, SqlValue } from './database.ts'
import { insertRun } from './insert-run.ts'
import { openDatabase } from './open-database.ts'
import { firstColumn, inTransaction, withErrors } from './sqlite.ts'

/** The default path of the history, from the project's root. */
export const defaultHistoryFile = '.clustergate/history.db'

/** Default number of runs that are kept. */
export const defaultKeep = 1_000

/** One number of one run with its context, as a row of the database. */
export interface HistoryRow {
  readonly run_id: string
  readonly started_at: string
  readonly commit_hash: string | null
  readonly branch: string | null
  readonly is_dirty: 0 | 1 | null
  readonly file: string
  readonly stage: string
  readonly suite: string
  readonly test: string
  readonly subject: string
  readonly check_kind: string
  readonly status: string
  /** JSON: a list of reasons. */
  readonly unfit: string
  readonly metric: string
  /** JSON, by name. */
  readonly labels: string
  readonly dimension: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
  readonly confidence: number | null
  readonly is_asked: 0 | 1
  readonly workload: string | null
  readonly workload_hash: string | null
  /** JSON: a `LoadShape`. */
  readonly load: string | null
  /** JSON: a list of `MeasuredWorker`. */
  readonly workers: string
  /** Identical for the same workers, workload and load. */
  readonly setting_hash: string
  readonly node: string | null
  readonly platform: string | null
  readonly cpus: string | null
}

export interface Stored {
  /** `known`: the run was stored before. `too_old`: newer runs fill the history. */
  readonly outcome: 'stored' | 'known' | 'too_old'
  /** Runs that are in the history now. */
  readonly runs: number
  /** Old runs that were removed. */
  readonly pruned: number
}

/** A history of runs in an SQLite file, which several processes may use concurrently. */
export class HistoryStore implements Disposable {
  readonly #database: Database
  readonly #file: string

  private constructor(database: Database, file: string) {
    this.#database = database
    this.#file = file
  }

  /**
   * @param mode `write` creates the file if it is missing; `read` changes nothing
   * @param root the project, such as Vitest's root; default the working directory
   * @throws HistoryError if it is missing, not a history, damaged, or SQLite is not installed
   */
  static async open(
    file: string,
    mode: 'read' | 'write',
    root: string = process.cwd(),
  ): Promise<HistoryStore> {
    const { database, shownFile } = await openDatabase(file, mode, root)
    return new HistoryStore(database, shownFile)
  }

  /**
   * Stores a run in one transaction; one that is stored already is unchanged.
   * @param keep number of newest runs to keep
   * @throws HistoryError
   */
  add(run: HistoryRun, keep: number): Stored {
    return this.#write(() => {
      if (this.#has(run.id)) return { outcome: 'known', runs: this.#count(), pruned: 0 }
      insertRun(this.#database, run)
      const pruned = this.#removeAllBut(keep)
      const isKept = this.#has(run.id)
      return {
        outcome: isKept ? 'stored' : 'too_old',
        runs: this.#count(),
        pruned: isKept ? pruned : pruned - 1,
      }
    })
  }

  /**
   * Removes all but the newest runs, and frees their space.
   * @returns numbers of removed and of remaining runs
   * @throws HistoryError
   */
  prune(keep: number): { readonly pruned: number; readonly left: number } {
    const pruned = this.#write(() => this.#removeAllBut(keep))
    withErrors(this.#file, () => this.#database.exec('VACUUM'))
    return { pruned, left: this.#count() }
  }

  /** Ids of all runs, the oldest first. */
  runIds(): readonly string[] {
    return this.#column<string>('SELECT id FROM runs ORDER BY started_at, id')
  }

  /** All values of one run. */
  rowsOfRun(runId: string): readonly HistoryRow[] {
    return this.#all(`SELECT * FROM history WHERE run_id = ?`, [runId])
  }

  /** All values of one metric, the oldest first. */
  rowsOfMetric(metric: string): readonly HistoryRow[] {
    return this.#all(`SELECT * FROM history WHERE metric = ? ORDER BY started_at, run_id`, [metric])
  }

  /**
   * All values of the last runs, the oldest first.
   * @param which `asked`: metrics with a condition in the specs
   */
  rowsOfLast(runs: number, which: 'asked' | 'all'): readonly HistoryRow[] {
    return this.#all(
      `SELECT * FROM history
       WHERE run_id IN (SELECT id FROM runs ORDER BY started_at DESC, id DESC LIMIT ?)
       ${which === 'asked' ? 'AND is_asked' : ''}
       ORDER BY started_at, run_id`,
      [runs],
    )
  }

  /** Names of all metrics that were ever measured. */
  metrics(): readonly string[] {
    return this.#column<string>('SELECT DISTINCT metric FROM metrics ORDER BY metric')
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  #write<T>(action: () => T): T {
    return withErrors(this.#file, () => inTransaction(this.#database, action))
  }

  #all(query: string, values: readonly SqlValue[]): readonly HistoryRow[] {
    return withErrors(
      this.#file,
      () => this.#database.prepare(query).all(...values) as HistoryRow[],
    )
  }

  #column<T>(query: string, values: readonly SqlValue[] = []): readonly T[] {
    return withErrors(this.#file, () => firstColumn(this.#database, query, values) as T[])
  }

  #has(runId: string): boolean {
    return this.#column('SELECT 1 FROM runs WHERE id = ?', [runId]).length > 0
  }

  #count(): number {
    return this.#column<number>('SELECT count(*) FROM runs')[0] ?? 0
  }

  #removeAllBut(keep: number): number {
    const { changes } = this.#database
      .prepare(
        `DELETE FROM runs
         WHERE id NOT IN (SELECT id FROM runs ORDER BY started_at DESC, id DESC LIMIT ?)`,
      )
      .run(keep)
    if (changes > 0) {
      this.#database.exec(`
        DELETE FROM settings
        WHERE NOT EXISTS (SELECT 1 FROM cases WHERE setting_id = settings.id);
        DELETE FROM metrics
        WHERE NOT EXISTS (SELECT 1 FROM measured WHERE metric_id = metrics.id);
      `)
    }
    return Number(changes)
  }
}
