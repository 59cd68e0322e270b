import { beforeAll, expect, inject } from 'vitest'
import { matchers } from '../matchers/matchers.ts'
import { gateClosedBy } from './stages/gate-file.ts'

// A setup file of every stage: the matchers, and the gate before the first test of a file.
expect.extend(matchers)

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads the parameter's text and wants a pattern
beforeAll(({}, suite) => {
  const { stage, gate, gateFile } = inject('clustergate')
  if (stage === 'network') return
  const reason = gate.open ? gateClosedBy(gateFile, gate.needsRun === true) : gate.reason
  if (reason === undefined) return
  noteOnTests(suite, `the network gate is closed: ${firstLine(reason)}`)
  throw new GateClosed(reason)
})

/** The network is not fit for this stage. */
class GateClosed extends Error {
  override readonly name = 'GateClosed'

  constructor(reason: string) {
    super(`the network gate is closed, so nothing was sent\n${reason}`)
    // Its stack is useless for a user.
    this.stack = `${this.name}: ${this.message}`
  }

  get code(): string {
    return 'CLUSTERGATE_GATE_CLOSED'
  }
}

type Tasks = Readonly<Parameters<Parameters<typeof beforeAll>[0]>[1]>

/** Vitest keeps the note when it then marks the tests as skipped. */
function noteOnTests(suite: Tasks, note: string): void {
  for (const task of suite.tasks) {
    if (task.type === 'suite') noteOnTests(task, note)
    else Object.assign(task, { result: { state: 'skip', note } })
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}
