import { execa } from 'execa'
import { resolveSecret } from '../cluster/secret.ts'
import type { CommandOptions } from '../generated/checks/command.ts'
import type { Check } from './check.ts'
import { jsonMetrics } from './json-metrics.ts'
import { MeasurementBuilder } from './measurement-builder.ts'
import { durationMs } from './option-durations.ts'

/** A local command's exit code and output. Runs only where the cluster file has `allow_commands: true`. */
export const check: Check<CommandOptions> = {
  kind: 'command',
  scope: 'cluster',
  behind: [],
  async run(options, { cluster, signal, wanted }) {
    const words = Array.isArray(options.run) ? options.run : [options.run]
    const builder = new MeasurementBuilder('command', { name: words[0] ?? 'command' })
    if (!cluster.allowCommands) {
      const remedy = 'set `allow_commands: true` in the cluster file to permit local commands'
      return builder
        .error('COMMAND_NOT_ALLOWED', `the cluster file permits no commands; ${remedy}`)
        .build()
    }
    const [program = '', ...args] = words
    const timeoutMs = durationMs(options.timeout)
    const result = await execa(program, args, {
      shell: options.shell,
      cwd: options.cwd,
      env: environmentOf(options),
      cancelSignal: signal,
      timeout: timeoutMs,
      forceKillAfterDelay: 1_000,
      maxBuffer: 1024 * 1024,
      stdin: 'ignore',
      reject: false,
    })
    const attempt = `run ${program}`
    const afterMs = result.durationMs
    if (result.exitCode === undefined && !result.timedOut && !result.isTerminated) {
      const missing = result.code === 'ENOENT'
      const words = missing ? `no program \`${program}\` on this machine` : result.shortMessage
      const detail = words ?? `\`${program}\` could not be started`
      const kind = missing ? 'missing_tool' : 'not_permitted'
      return builder
        .failed(attempt, { kind, detail, afterMs })
        .error('COMMAND_NOT_STARTED', detail)
        .build()
    }
    if (result.timedOut) {
      builder.failed(attempt, {
        kind: 'timed_out',
        detail: `stopped after ${timeoutMs}ms`,
        afterMs,
      })
    } else builder.succeeded(attempt, `exit code ${result.exitCode}`, afterMs)
    return builder
      .metrics({
        ...jsonMetrics(result.stdout ?? '', wanted),
        exit_code: result.exitCode,
        stdout: result.stdout?.slice(0, maxReportedOutput),
        stderr: result.stderr?.slice(0, maxReportedOutput),
        time: afterMs,
        timed_out: result.timedOut,
        signal: result.signal,
      })
      .build()
  },
}

/** As much of an output as a condition can be held against and a report can carry. */
const maxReportedOutput = 4_000

function environmentOf({ env = {} }: CommandOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, template]) => [name, resolveSecret({ template }, process.env)]),
  )
}
