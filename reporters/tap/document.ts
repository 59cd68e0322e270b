import { targetLine } from '../../lib/cluster/target.ts'
import type { CaseRecord, RunSource } from '../../lib/record/run/run-record.ts'
import { cut, oneLine } from '../../lib/rendering/plain-text.ts'
import { findingsOf, findingsText, warningsOf } from '../kit/case-findings.ts'
import { metricsOf, notesOf } from '../kit/case-metrics.ts'
import { passedAgain } from '../kit/passed-again.ts'
import { filesInCases } from '../kit/whole-cases.ts'
import { yamlBlock } from './yaml-block.ts'

const longestLine = 1_000
/** Perl's YAML reader matches quoted texts by a pattern that matches at most 65,535 characters. */
const longestMessage = 20_000

/**
 * The TAP stream of a run (testanything.org, version 14), a chunk for each case. The plan is at the end,
 * where the number of cases is known.
 */
export function* tapChunks(run: RunSource): Generator<string> {
  yield 'TAP version 14\n'
  if (run.cluster) yield `# ${oneLine(targetLine(run.cluster))}\n`
  let number = 0
  for (const file of filesInCases(run)) {
    yield `# ${oneLine([file.stage, file.file].filter(Boolean).join(' '))}\n`
    for (const each of file.cases) {
      number += 1
      yield `${point(each, number)}\n${yamlBlock(diagnostics(each))}`
    }
  }
  if (run.ended === 'cut_off') {
    yield `Bail out! ${oneLine(run.errors[0]?.message ?? 'the run was cut off')}\n`
    return
  }
  yield number === 0 ? '1..0 # SKIP there were no tests\n' : `1..${number}\n`
}

function point({ status, name, reason, isBehindGate }: CaseRecord, number: number): string {
  const isOk = status === 'passed' || status === 'skipped'
  // A description must not look like a directive.
  const description = escaped(cut(oneLine(name).trim(), longestLine))
  const why = [isBehindGate ? 'gate closed:' : '', oneLine(cut(reason ?? '', longestLine))]
  const directive = status === 'skipped' ? ` # SKIP ${escaped(why.filter(Boolean).join(' '))}` : ''
  return `${isOk ? 'ok' : 'not ok'} ${number} - ${description}${directive}`.trimEnd()
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('#', '\\#')
}

function diagnostics(test: CaseRecord) {
  const { status, file, line, durationMs, retries, record } = test
  const metrics = metricsOf(test).map(({ check, key, value }) => [`${check}.${key}`, value])
  const message = findingsText(findingsOf(test), file)
  const { inconclusive, notJudged } = warningsOf(test)
  return {
    status,
    file,
    line,
    duration_ms: durationMs,
    retries: retries > 0 ? retries : undefined,
    passed_again: passedAgain(test),
    message: message === '' ? undefined : cut(message, longestMessage),
    diagnosis: record?.verdict.diagnosis?.code,
    inconclusive: inconclusive.join('; ') || undefined,
    not_judged: notJudged.join('; ') || undefined,
    notes: notesOf(test).join('; ') || undefined,
    metrics: Object.fromEntries(metrics),
  }
}
