import type { LoadRecord } from '../record/load-record.ts'
import type { Telemetry } from './telemetry.ts'

/** Sends a load, and adds the telemetry of its workers to its record. */
export async function observeLoad(
  telemetry: Telemetry,
  signal: AbortSignal,
  send: () => Promise<LoadRecord>,
): Promise<LoadRecord> {
  const watch = await telemetry.begin(signal)
  try {
    const record = await send()
    const reported = telemetry.recordOf(await watch.stop())
    return reported ? { ...record, telemetry: reported } : record
  } catch (error) {
    await watch.stop()
    throw error
  }
}
