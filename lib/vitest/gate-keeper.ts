import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { closeGate } from './gate-file.ts'

/**
 * Closes the gate when a file of the network stage fails, be it a test, a hook or the file itself.
 * Vitest awaits reporters before a worker's file counts as done, so that the next stage, which
 * starts after that, finds the gate closed.
 */
export function closeGateOnNetworkFailure(vitest: Vitest, gateFile: string): void {
  const keeper: Reporter = {
    onTestModuleEnd(module) {
      if (module.project.name !== 'network' || module.state() !== 'failed') return
      closeGate(gateFile, failuresOf(module).join('\n'))
    },
  }
  // Added here and not in the configuration, where `--reporter` on the command line would drop it. Vitest
  // declares no such list; a test of the gate under another reporter holds it to having one.
  const { reporters } = vitest as unknown as { reporters: Reporter[] }
  reporters.push(keeper)
}

function failuresOf(module: TestModule): string[] {
  const tests = [...module.children.allTests('failed')].map(
    (test) => `"${test.fullName}" failed in ${module.relativeModuleId}`,
  )
  return tests.length > 0 ? tests : [`${module.relativeModuleId} failed`]
}
