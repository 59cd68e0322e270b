import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { nothingRan } from '../../runner/gate.ts'
import { noTemporaryFile } from '../temporary-folder.ts'

/** State of the network stage in the main process during a run. */
export interface GateRecord {
  /** Network specs of this run that have to end before anything else may send. */
  readonly awaited: readonly string[]
  readonly failures: readonly string[]
  /** Number of network tests that passed. */
  readonly passed: number
}

/**
 * Replaced atomically, so that a worker never reads half of it.
 * @throws an error of one sentence if it cannot be written
 */
export function writeGate(gateFile: string, record: GateRecord): void {
  try {
    writeFileSync(`${gateFile}.new`, JSON.stringify(record))
    renameSync(`${gateFile}.new`, gateFile)
  } catch (error) {
    throw noTemporaryFile(dirname(gateFile), error)
  }
}

/**
 * Why the gate of this run is closed; undefined while it is open. It is closed if its state is unknown.
 * @param needsRun whether a test must have passed, because none was run before
 */
export function gateClosedBy(gateFile: string, needsRun: boolean): string | undefined {
  const { awaited, failures, passed } = readGate(gateFile)
  if (failures.length > 0) return failures.join('\n')
  if (awaited.length === 0) return needsRun && passed === 0 ? nothingRan : undefined
  return `the network stage has not ended: ${awaited.join(', ')}`
}

function readGate(gateFile: string): GateRecord {
  try {
    return JSON.parse(readFileSync(gateFile, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const unknown = 'the state of the network stage of this run is unknown'
    return { awaited: [], failures: [unknown], passed: 0 }
  }
}
