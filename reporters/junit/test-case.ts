import type { CaseRecord, ErrorRecord } from '../../lib/record/run/run-record.ts'
import { cut, firstLine } from '../../lib/rendering/plain-text.ts'
import { xmlAttributes, xmlCData } from '../../lib/rendering/xml-text.ts'
import { findingsOf, findingsText } from '../kit/case-findings.ts'
import {
  type Dialect,
  metricProperties,
  propertiesElement,
  propertyLine,
  seconds,
} from './elements.ts'

/** libxml2, and tools based on it, refuse texts above 10 MB by default. */
const longestText = 1_000_000
const longestMessage = 1_000

interface CasePlace {
  readonly stage: string
  /** From the root of the checkout. */
  readonly file: string
  readonly dialect: Dialect
}

/** `<testcase>` with its status, in lines. */
export function testCase(test: CaseRecord, { stage, file, dialect }: CasePlace): string {
  const head = {
    name: cut(test.name, longestMessage),
    classname: [stage, file].filter(Boolean).join('.'),
    ...(dialect === 'rich' && { file, line: test.line }),
    time: seconds(test.durationMs),
  }
  const properties = [...metricProperties(test)]
  const body = [
    ...(dialect === 'rich' ? propertiesElement(properties, [], '      ') : []),
    outcome(test),
    ...attempts(test),
    ...(dialect === 'strict' ? systemOut(properties.map(propertyLine)) : []),
  ].join('')
  const start = `    <testcase${xmlAttributes(head)}`
  return body === '' ? `${start}/>\n` : `${start}>\n${body}    </testcase>\n`
}

/** One element, because readers count elements as well as cases. */
function outcome(test: CaseRecord): string {
  const { status, reason, isBehindGate } = test
  if (status === 'passed') return ''
  if (status === 'skipped') {
    const type = isBehindGate ? 'GateClosed' : undefined
    const message = reason === undefined ? undefined : cut(reason, longestMessage)
    return `      <skipped${xmlAttributes({ message, type })}/>\n`
  }
  const findings = findingsOf(test)
  const [first] = findings
  const more = findings.length - 1
  const message =
    cut(firstLine(first?.message ?? ''), longestMessage) + (more > 0 ? ` (and ${more} more)` : '')
  const text = findingsText(findings, test.file)
  const tag = status === 'error' ? 'error' : 'failure'
  // An inconclusive case is marked by its type, whatever the error is called.
  const type = status === 'inconclusive' ? 'Inconclusive' : first?.name
  return element(tag, { message, type }, text)
}

/** Attempts before the last, in the format of Maven's Surefire: flaky if a later one passed. */
function attempts({ status, earlierErrors = [] }: CaseRecord): string[] {
  const prefix = status === 'passed' ? 'flaky' : 'rerun'
  return earlierErrors.map(({ name, message }) =>
    element(
      `${prefix}${isProbeError(name) ? 'Error' : 'Failure'}`,
      { message: cut(firstLine(message), longestMessage), type: name },
      message,
    ),
  )
}

function isProbeError(name: ErrorRecord['name']): boolean {
  return name === 'ProbeError'
}

function systemOut(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [element('system-out', {}, lines.join('\n'))]
}

function element(
  tag: string,
  attributes: Readonly<Record<string, string | undefined>>,
  text: string,
): string {
  return `      <${tag}${xmlAttributes(attributes)}>${xmlCData(cut(text, longestText))}</${tag}>\n`
}
