import { createHash } from 'node:crypto'
import { type HistorySetting, historySetting } from '../../../lib/record/history-setting.ts'
import type { Measurement } from '../../../lib/record/measurement.ts'
import type { WorkerRecord } from '../../../lib/record/run/run-record.ts'

/** Identical for measurements of the same workers, workload and load: only those are of one series. */
export function settingKey({ workers, workload, load }: HistorySetting): string {
  const sides = load && Object.entries(load.sides).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify([
    workers.map(({ id, type, model, slots }) => [id, type, model, slots]),
    workload?.hash,
    load && [load.driver, load.requests, sides],
  ])
  return createHash('sha256').update(text).digest('base64').slice(0, 16)
}

/** Like `settingKey`, for the current measurement. */
export function measuredKey(
  measurement: Measurement,
  workers: readonly WorkerRecord[] | undefined,
): string {
  return settingKey(historySetting(measurement, workers))
}
