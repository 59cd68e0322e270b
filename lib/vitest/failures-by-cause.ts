import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import { testMeta } from '../record/test-meta.ts'
import { causeKey, explainTogether, type FailedCase } from '../verdict/explain-together.ts'
import { verdictErrorNames } from './verdict-errors.ts'

/**
 * Makes Vitest's own terminal reporters print each cause once, with the tests that it explains, and no
 * annotations of failed tests, whose values are in the messages. Other reporters get every test unchanged.
 *
 * While such a reporter prints its summary, which it does before it returns, all errors of tests with one
 * cause are the same error, and Vitest prints equal errors once under the names of their tests.
 */
export function printFailuresByCause(vitest: Vitest): void {
  // Vitest does not declare such a list; contract tests check that it exists.
  const { reporters } = vitest as unknown as { reporters: Reporter[] }
  for (const reporter of reporters.filter(printsToTerminal)) {
    const print = reporter.onTestRunEnd?.bind(reporter)
    if (!print) continue
    reporter.onTestRunEnd = (modules, ...rest) => {
      const restore = mergeErrors(modules)
      try {
        return print(modules, ...rest)
      } finally {
        restore()
      }
    }
  }
}

/** All that extend Vitest's BaseReporter (default, verbose, dot, tree), which it does not export. */
function printsToTerminal(reporter: Reporter): boolean {
  return 'printTaskErrors' in reporter && 'reportSummary' in reporter
}

/** Internals of Vitest for a test. */
interface Task {
  annotations: readonly unknown[]
  readonly result?: {
    errors?: readonly TaskError[]
    /** Of Vitest 5: the errors of each attempt. */
    attempts?: unknown
  }
}

interface TaskError {
  readonly name?: string
  readonly message?: string
  readonly stack?: string
}

/** Replaces errors and annotations of failed tests; returns a function that restores them. */
function mergeErrors(modules: readonly TestModule[]): () => void {
  const groups = new Map<string, Failed[]>()
  const inTypeScript: Task[] = []
  const restores: (() => void)[] = []
  for (const module of modules) {
    for (const test of module.children.allTests('failed')) {
      const { task } = test as unknown as { readonly task?: Task }
      if (!task) continue
      const failed = failedCase(test, task)
      restores.push(hideAnnotations(task))
      if (!failed) {
        inTypeScript.push(task)
        continue
      }
      // An unknown cause is a separate one.
      const cause = causeKey(failed.verdict) ?? `test ${test.id}`
      const key = JSON.stringify([module.project.name, cause])
      groups.set(key, [...(groups.get(key) ?? []), failed])
    }
  }
  for (const group of groups.values()) restores.push(...mergeGroup(group))
  const causes = [...groups.values()]
    .flat()
    .flatMap(({ verdict }) => verdict.diagnosis?.cause ?? [])
  const reported = new Set(causes)
  for (const task of inTypeScript)
    restores.push(replaceErrors(task, withoutReportedCauses(task, reported)))
  return () => {
    for (const restore of restores) restore()
  }
}

interface Failed extends FailedCase {
  readonly task: Task
}

function failedCase(test: TestCase, task: Task): Failed | undefined {
  const { clustergate: record } = testMeta(test.meta())
  if (!record) return undefined
  const hasOurs = task.result?.errors?.some(isVerdictError)
  return hasOurs ? { task, title: test.name, verdict: record.verdict } : undefined
}

function mergeGroup(group: readonly Failed[]): (() => void)[] {
  const [original, ...others] = group[0]?.task.result?.errors?.filter(isVerdictError) ?? []
  // A single error is already printed once with its cause.
  if (!original || group.length + others.length === 1) return []
  const message = explainTogether(group)
  const [, frame] = /\n( +at [^\n]*)$/.exec(original.stack ?? '') ?? []
  const stack = [`${original.name}: ${message}`, frame].filter(Boolean).join('\n')
  const merged = { ...original, message, stack }
  return group.map(({ task }) => {
    const others = task.result?.errors?.filter((error) => !isVerdictError(error)) ?? []
    return replaceErrors(task, [merged, ...others])
  })
}

/** Errors of matchers have cause and remedy only in their message; new ones are added to `told`. */
function withoutReportedCauses(task: Task, reported: Set<string>): readonly TaskError[] {
  return (task.result?.errors ?? []).map((error) => {
    const { message = '', stack = '' } = error
    const [explanation, cause] =
      /^ {2}cause: (.+)(?:\n {2}remedy: .+(?:\n {10}.+)*)?/m.exec(message) ?? []
    if (explanation === undefined || cause === undefined) return error
    const isNew = !reported.has(cause)
    reported.add(cause)
    if (isNew) return error
    const short = `  cause: ${cause}\n  remedy: as above`
    return {
      ...error,
      message: message.replace(explanation, () => short),
      stack: stack.replace(explanation, () => short),
    }
  })
}

function replaceErrors({ result }: Task, shown: readonly TaskError[]): () => void {
  if (!result) return () => undefined
  const { errors = [], attempts } = result
  result.errors = shown
  if (attempts !== undefined) result.attempts = undefined
  return () => {
    result.errors = errors
    if (attempts !== undefined) result.attempts = attempts
  }
}

function hideAnnotations(task: Task): () => void {
  const { annotations } = task
  task.annotations = []
  return () => {
    task.annotations = annotations
  }
}

function isVerdictError({ name }: TaskError): boolean {
  return name !== undefined && verdictErrorNames.has(name)
}
