import { appendFileSync, readFileSync } from 'node:fs'

/** Closes the gate for the rest of the run, from whichever process; the first reason stays on top. */
export function closeGate(gateFile: string, reason: string): void {
  appendFileSync(gateFile, `${reason}\n`)
}

/** Why a failure of this run closed the gate; undefined while it is open. */
export function gateClosedBy(gateFile: string): string | undefined {
  try {
    return readFileSync(gateFile, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
