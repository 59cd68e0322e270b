import { beforeAll, expect, inject } from 'vitest'

// A setup file of every stage, which Vitest runs again for each file of tests: the matchers, and the gate before the
// first test. What specs in YAML of the network stage do not need is not loaded for them.
if (!/\.ya?ml$/.test(expect.getState().testPath ?? '')) {
  const { matchers } = await import('../matchers/matchers.ts')
  expect.extend(matchers)
}

// biome-ignore lint/correctness/noEmptyPattern: Vitest reads the parameter's text and wants a pattern
beforeAll(async ({}, suite) => {
  const { stage, gate, gateFile } = inject('clustergate')
  if (stage === 'network') return
  const { gateClosedBy } = await import('./stages/gate-file.ts')
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
