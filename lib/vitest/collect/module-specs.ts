import { Writable } from 'node:stream'
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import type { GateTest } from '../../runner/gate.ts'
import type { ModuleSpecsOptions } from '../../runner/preflight.ts'
import { shownFile } from '../../source/user-error.ts'
import { shareCluster } from '../sessions.ts'

/**
 * Runs network specs that are modules in a Vitest of their own, on a cluster that has been started already:
 * specs that a filter excluded from a run still count for the gate, and commands without tests need it too.
 */
export async function runModuleSpecs(options: ModuleSpecsOptions): Promise<GateTest[]> {
  const { exitCode } = process
  try {
    const { createVitest } = await import('vitest/node')
    const { root, configFile } = options
    const vitest = await createVitest(
      'test',
      {
        root,
        project: ['network'],
        watch: false,
        run: true,
        ...(configFile !== undefined && { config: configFile }),
      },
      { plugins: [quiet] },
      { stdout: nowhere(), stderr: nowhere() },
    )
    try {
      return await runIn(vitest, options)
    } finally {
      await vitest.close()
    }
  } catch (error) {
    const { message } = error as Error
    const why = message.startsWith('No projects matched') ? noPlugin : message
    return [couldNotRun(options.files, why)]
  } finally {
    // Vitest sets it if tests fail; the gate decides the exit code.
    process.exitCode = exitCode
  }
}

/** Vitest's own message would be about the filter, which is ours. */
const noPlugin = 'no Vitest configuration with the plugin clustergate was found in this folder'

async function runIn(
  vitest: Vitest,
  { files, cluster, signal }: ModuleSpecsOptions,
): Promise<GateTest[]> {
  shareCluster(vitest, cluster)
  const found = await vitest.globTestSpecifications()
  const specifications = found.filter(({ moduleId }) => files.includes(moduleId))
  const missing = files.filter((file) => !found.some(({ moduleId }) => moduleId === file))
  if (missing.length > 0) {
    return [
      couldNotRun(missing, 'the stage `network` of the Vitest configuration does not have it'),
    ]
  }
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input')
  signal?.addEventListener('abort', cancel, { once: true })
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
  signal?.removeEventListener('abort', cancel)
  const unhandled = unhandledErrors.map((error) => ({
    name: 'outside the tests',
    outcome: 'failed' as const,
    words: messageOf(error),
  }))
  return [...testModules.flatMap(testsOf), ...unhandled]
}

/** A file that fails outside its tests counts as one failure. */
function testsOf(module: TestModule): GateTest[] {
  const tests = [...module.children.allTests()].map(gateTestOf)
  const isReported =
    module.state() !== 'failed' || tests.some(({ outcome }) => outcome === 'failed')
  if (isReported) return tests
  const errors = [
    ...module.errors(),
    ...[...module.children.allSuites()].flatMap((suite) => suite.errors()),
  ]
  const words = errors.map(messageOf).join('\n')
  return [...tests, { name: module.relativeModuleId, outcome: 'failed', words }]
}

function gateTestOf(test: TestCase): GateTest {
  const { state, errors = [] } = test.result()
  const name = `${test.fullName} (${test.module.relativeModuleId})`
  const words = errors.map(messageOf).join('\n')
  if (state === 'passed' || state === 'skipped') return { name, outcome: state, words }
  return { name, outcome: 'failed', words: words || 'it did not end' }
}

function messageOf(error: unknown): string {
  const { message } = error as { readonly message?: string }
  return message ?? String(error)
}

function couldNotRun(files: readonly string[], why: string): GateTest {
  return {
    name: files.map(shownFile).join(', '),
    outcome: 'failed',
    words: `it could not be run before the stages behind the gate: ${why}\nrun it with them: \`npx vitest run\`, without a filter`,
  }
}

/** Reports of the run itself must not be overwritten, nor its global setup run twice. */
const quiet = {
  name: 'clustergate:preflight',
  config: {
    order: 'post' as const,
    handler: (config: { test?: object }) => {
      const reporters: Reporter[] = [{}]
      config.test = {
        ...config.test,
        reporters,
        globalSetup: [],
        coverage: { enabled: false },
        silent: true,
      }
    },
  },
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
