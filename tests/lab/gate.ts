import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { HistoryStore } from '../../lib/history/store.ts'
import { type Contract, contracts } from '../reporters/contract/contracts.ts'
import type { Begun } from './faults.ts'
import { type Lab, type Ran, vitest } from './lab.ts'

/** A run of the network stage, with its reports. */
export interface GateRun extends Ran {
  /** Reports by their format. */
  readonly reports: readonly Report[]
  /** From the JSON report: its number of cases, and those with a number. */
  readonly cases: number
  readonly measured: number
  /** By the report's own `durationMs`. */
  readonly durationSeconds: number
  /** Cases that the history has of this run; undefined: there is no history. */
  readonly stored: number | undefined
}

interface Report {
  readonly format: string
  /** Its mistakes; empty: valid. */
  readonly problems: readonly string[]
  /** It has the end of a completed run. */
  readonly isComplete: boolean
}

/** Runs `vitest run specs/network` with every reporter that writes a file. */
export async function runGate(lab: Lab, { surroundings = {} }: Begun): Promise<GateRun> {
  await lab.writeCluster(surroundings)
  const ran = await lab.run([vitest, 'run', 'specs/network'], surroundings)
  const reports = await Promise.all(
    contracts
      .filter(({ format }) => format !== 'github' && format !== 'junit-strict')
      .map((contract) => reportOf(lab, contract)),
  )
  return { ...ran, reports, ...(await casesOf(lab)), stored: await storedIn(lab) }
}

async function reportOf(lab: Lab, { format, file, problems }: Contract): Promise<Report> {
  const text = await lab.read(file).catch(() => '')
  if (text === '') return { format, problems: ['not written'], isComplete: false }
  const isComplete = !/the run was cut off|run_complete 0/.test(text)
  return { format, problems: await problems(join(lab.folder, file)), isComplete }
}

async function casesOf(lab: Lab): Promise<Pick<GateRun, 'cases' | 'measured' | 'durationSeconds'>> {
  const text = await lab.read('reports/clustergate.json').catch(() => '')
  if (text === '') return { cases: 0, measured: 0, durationSeconds: 0 }
  const run = JSON.parse(text) as { files: { cases: Case[] }[]; durationMs: number }
  const cases = run.files.flatMap((file) => file.cases)
  const measured = cases.filter(({ record }) =>
    Object.values(record?.verdict.measurement?.metrics ?? {}).some(
      (value) => typeof value === 'number',
    ),
  )
  return {
    cases: cases.length,
    measured: measured.length,
    durationSeconds: run.durationMs / 1_000,
  }
}

interface Case {
  readonly record?: {
    readonly verdict: {
      readonly measurement?: { readonly metrics: Readonly<Record<string, unknown>> }
    }
  }
}

async function storedIn(lab: Lab): Promise<number | undefined> {
  const file = join(lab.folder, 'history/runs.db')
  if (!existsSync(file)) return undefined
  using store = await HistoryStore.open(file, 'read')
  const [id, ...others] = store.runIds()
  if (id === undefined || others.length > 0) return undefined
  return new Set(store.rowsOfRun(id).map(({ test, subject }) => `${test} ${subject}`)).size
}

/** Reports and history of an earlier run are gone. */
export async function forgetRuns(lab: Lab): Promise<void> {
  for (const folder of ['reports', 'history']) {
    await rm(join(lab.folder, folder), { recursive: true, force: true })
  }
}
