import type { Measurement, Vantage } from '../../lib/record/measurement.ts'

/** Who reaches whom by one test: agents in rows, workers in columns. */
export interface ReachMatrix {
  readonly subjects: readonly string[]
  readonly rows: readonly ReachRow[]
  /** Why there are holes, and why something is not known, each once. */
  readonly causes: readonly string[]
  /** Rows that are left out: from there everything is reached. */
  readonly left: number
}

export interface ReachRow {
  readonly agent: string
  /** In the order of the subjects; undefined: it was not asked there. */
  readonly cells: readonly (Vantage | undefined)[]
}

/** The most rows and causes shown; failures come first. */
const maxRows = 40
const maxCauses = 20

/** @returns undefined where nothing was probed from agents */
export function reachMatrix(
  measured: readonly { readonly subject: string; readonly measurement: Measurement | undefined }[],
): ReachMatrix | undefined {
  const columns = new Map<string, readonly Vantage[]>()
  for (const { subject, measurement } of measured) {
    if (measurement?.vantages) columns.set(subject, measurement.vantages)
  }
  const lists = [...columns.values()]
  const agents = [...new Set(lists.flatMap((list) => list.map(({ agent }) => agent)))]
  if (agents.length === 0) return undefined
  const all = agents.map((agent) => ({
    agent,
    cells: lists.map((list) => list.find((each) => each.agent === agent)),
  }))
  const rows = all.length > maxRows ? all.toSorted(holesFirst).slice(0, maxRows) : all
  const causes = lists.flatMap((list) => list.flatMap(({ cause }) => cause ?? []))
  return {
    subjects: [...columns.keys()],
    rows,
    causes: [...new Set(causes)].slice(0, maxCauses),
    left: all.length - rows.length,
  }
}

function holesFirst(a: ReachRow, b: ReachRow): number {
  return Number(isWhole(a)) - Number(isWhole(b))
}

function isWhole({ cells }: ReachRow): boolean {
  return cells.every((cell) => cell?.reaches === true)
}

/** Whether it is reached, as a sign. */
export function reachSign(vantage: Vantage | undefined): '✓' | '✗' | '?' | '' {
  if (!vantage) return ''
  if (vantage.reaches === undefined) return '?'
  return vantage.reaches ? '✓' : '✗'
}
