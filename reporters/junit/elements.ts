import { targetInWords } from '../../lib/cluster/target.ts'
import type { CaseRecord, FileSource, RunSource } from '../../lib/record/run/run-record.ts'
import { cut } from '../../lib/rendering/plain-text.ts'
import { xmlAttributes } from '../../lib/rendering/xml-text.ts'
import { labelsInWords, readLabelled } from '../../lib/units/labels.ts'
import { warningsOf } from '../kit/case-findings.ts'
import { metricsOf, metricText, notesOf } from '../kit/case-metrics.ts'
import { passedAgain } from '../kit/passed-again.ts'

export type Dialect = 'rich' | 'strict'

/** A name and its value. */
export type Property = readonly [name: string, value: string]

/** Readers refuse attributes of megabytes. */
const maxValue = 10_000

/** `<properties>` with these, in chunks; empty without any. */
export function* propertiesElement(
  first: readonly Property[],
  more: Iterable<Property>,
  indent: string,
): Generator<string> {
  let isOpen = false
  for (const properties of [first, more]) {
    for (const [name, value] of properties) {
      if (!isOpen) yield `${indent}<properties>\n`
      isOpen = true
      const values = { name: cut(name, maxValue), value: cut(value, maxValue) }
      yield `${indent}  <property${xmlAttributes(values)}/>\n`
    }
  }
  if (isOpen) yield `${indent}</properties>\n`
}

/** The environment of the run. */
export function* environmentProperties(run: RunSource, file: FileSource): Generator<Property> {
  if (file.stage !== '') yield ['stage', file.stage]
  if (run.cluster) {
    yield ['target', targetInWords(run.cluster)]
    yield ['cluster', run.cluster.file]
  }
  const { ci, ...environment } = run.environment ?? {}
  for (const [name, value] of Object.entries(environment)) yield [name, String(value)]
  if (ci) yield ['ci', ci.name]
  if (ci?.url !== undefined) yield ['ci.url', ci.url]
  if (run.ended !== undefined && run.ended !== 'complete') yield ['ended', run.ended]
}

/** The metrics of a case, and its further properties. */
export function* metricProperties(test: CaseRecord): Generator<Property> {
  for (const { check, key, value } of metricsOf(test)) yield [`${check}.${key}`, metricText(value)]
  const { inconclusive, notJudged } = warningsOf(test)
  for (const words of inconclusive) yield ['inconclusive', words]
  for (const words of notJudged) yield ['not_judged', words]
  const diagnosis = test.record?.verdict.diagnosis
  if (diagnosis) yield ['diagnosis', diagnosis.code]
  if (test.retries > 0) yield ['retries', String(test.retries)]
  const again = passedAgain(test)
  if (again !== undefined) yield ['passed_again', again]
  for (const note of notesOf(test)) yield ['note', note]
}

/** `[[PROPERTY|name=value]]`, which readers parse from the output of a case. */
export function propertyLine([name, value]: Property): string {
  const { metric, labels } = readLabelled(name)
  const words = labelsInWords(labels)
  // The name ends at the first `=`, the value at `]]`.
  const title = (words === '' ? metric : `${metric} at ${words}`).replaceAll('=', ':')
  return `[[PROPERTY|${bare(title)}=${bare(cut(value, maxValue))}]]`
}

function bare(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replaceAll(']]', '] ]')
}

/** Seconds in plain decimals: some readers do not support exponents. */
export function seconds(durationMs: number): string {
  return (durationMs / 1_000).toFixed(3)
}
