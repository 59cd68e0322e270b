import type { Result } from 'execa'
import type { CommandOptions } from '../generated/checks/command.ts'
import { redact } from '../source/secrets/redact.ts'
import type { Check } from './check.ts'
import { runInGroup, type Stopped } from './command/run-in-group.ts'
import { readJsonBody } from './kit/json-body.ts'
import { jsonMetrics, whyNoJson } from './kit/json-metrics.ts'
import { MeasurementBuilder } from './kit/measurement-builder.ts'
import { durationMs } from './kit/option-values.ts'
import { fillIn, secretsInEnvironment } from './kit/secret-values.ts'

/**
 * A local command's exit code and output. Runs only if both the environment and the cluster file permit it:
 * a change to a repository can change the cluster file, but not the environment.
 */
export const check: Check<CommandOptions> = {
  async run(options, { cluster, signal, wanted }) {
    const words = Array.isArray(options.run) ? options.run : [options.run]
    const builder = new MeasurementBuilder('command', { name: words[0] ?? 'command' })
    if (process.env.CLUSTERGATE_ALLOW_COMMANDS !== '1') {
      const remedy = 'set CLUSTERGATE_ALLOW_COMMANDS=1 in the environment, if you trust its specs'
      return builder.error('COMMAND_NOT_ALLOWED', `this run permits no commands; ${remedy}`).build()
    }
    if (!cluster.allowCommands) {
      const remedy = 'set `allow_commands: true` in the cluster file to permit local commands'
      return builder
        .error('COMMAND_NOT_ALLOWED', `the cluster file permits no commands; ${remedy}`)
        .build()
    }
    const [program = '', ...args] = words
    const timeoutMs = durationMs(options.timeout)
    const { values: env, secrets } = fillIn(options.env)
    const { shell, cwd } = options
    const { result, stopped } = await runInGroup(program, args, {
      shell,
      cwd,
      env,
      timeoutMs,
      signal,
    })
    noteEnd(result, { program, stopped, timeoutMs }, builder)
    const isCut = result.isMaxBuffer === true
    if (isCut) builder.note('the output is longer than 1 MiB: no condition on it is judged')
    const output = readJsonBody(result.stdout ?? '')
    const noJson = isCut ? undefined : whyNoJson(output, wanted)
    if (noJson !== undefined) builder.note(`the standard output ${noJson}`)
    builder.metrics({
      ...(!isCut && jsonMetrics(output, wanted)),
      // Output after a stop is not a result; nor is a truncated output.
      exit_code: stopped || isCut ? undefined : result.exitCode,
      stdout: isCut ? undefined : result.stdout,
      stderr: isCut ? undefined : result.stderr,
      time: result.durationMs,
      timed_out: stopped !== undefined,
      signal: result.signal,
    })
    return redact(builder.build(), [...secrets, ...secretsInEnvironment()])
  },
}

/** Notes how the command ended; one that could not be started is an error of the check. */
function noteEnd(
  { exitCode, isTerminated, signal, code, durationMs: afterMs }: Result,
  { program, stopped, timeoutMs }: { program: string; stopped: Stopped; timeoutMs: number },
  builder: MeasurementBuilder,
): void {
  const attempt = `run ${program}`
  if (exitCode === undefined && !stopped && !isTerminated) {
    const kind = code === 'ENOENT' ? 'missing_tool' : 'not_permitted'
    const detail =
      code === 'ENOENT'
        ? `no program \`${program}\` on this machine`
        : `\`${program}\` could not be started (${code})`
    builder.failed(attempt, { kind, detail, afterMs }).error('COMMAND_NOT_STARTED', detail)
    return
  }
  if (!stopped) {
    const end = signal === undefined ? `exit code ${exitCode}` : `ended by ${signal}`
    builder.succeeded(attempt, end, afterMs)
    return
  }
  const detail =
    stopped === 'timeout' ? `stopped after ${timeoutMs}ms` : "stopped when the test's time was over"
  builder.failed(attempt, { kind: 'timed_out', detail, afterMs })
}
