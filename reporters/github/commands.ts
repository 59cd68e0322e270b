import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { CaseRecord, ErrorRecord, RunSource } from '../../lib/record/run/run-record.ts'
import { cut, oneLine, plainText } from '../../lib/rendering/plain-text.ts'
import { findingsOf, warningsOf } from '../kit/case-findings.ts'
import { passedAgain } from '../kit/passed-again.ts'

/** GitHub shows ten of each kind per step and fifty per job; more would only fill the log. */
const maxOfEachKind = 50
const longestMessage = 4_000
const longestTitle = 200

export interface Folders {
  /** Base of the file paths in the record. */
  readonly root: string
  /** Base of GitHub's paths: the checkout. */
  readonly workspace: string
}

/** The workflow commands that annotate a run, a line each. */
export function* githubChunks(run: RunSource, folders: Folders): Generator<string> {
  const left = new Map<Kind, number>()
  for (const annotation of annotationsOf(run)) {
    const reported = left.get(annotation.kind) ?? 0
    left.set(annotation.kind, reported + 1)
    if (reported < maxOfEachKind) yield command(annotation, folders)
  }
  for (const [kind, count] of left) {
    const more = count - maxOfEachKind
    if (more <= 0) continue
    const words = `and ${more} more ${kind === 'error' ? 'errors' : 'warnings'}: the other reports have them all`
    yield command({ kind: 'notice', title: 'clustergate', message: words }, folders)
  }
}

type Kind = 'error' | 'warning' | 'notice'

interface Annotation {
  readonly kind: Kind
  readonly title: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
}

function* annotationsOf(run: RunSource): Generator<Annotation> {
  for (const error of run.errors) yield outside(error, 'clustergate')
  for (const file of run.files) {
    for (const error of file.errors)
      yield { ...outside(error, file.file), file: file.file, line: 1 }
    for (const each of file.cases) yield* annotationsOfCase(each)
  }
}

function outside({ name, message }: ErrorRecord, where: string): Annotation {
  return { kind: 'error', title: `${name}: ${where}`, message }
}

function* annotationsOfCase(test: CaseRecord): Generator<Annotation> {
  const place = { title: test.name, file: test.file, line: test.line }
  for (const { message, condition } of findingsOf(test)) {
    const { line, column } = condition?.place ?? {}
    yield { kind: 'error', ...place, ...(line !== undefined && { line, column }), message }
  }
  const { inconclusive, notJudged } = warningsOf(test)
  for (const words of inconclusive) {
    const message = [`inconclusive: ${words}`, ...notJudged].join('\n')
    yield { kind: 'warning', ...place, message }
  }
  const again = passedAgain(test)
  if (again !== undefined) yield { kind: 'warning', ...place, message: again }
}

/** `::error file=a.yaml,line=8,col=7,title=...::message` */
function command(
  { kind, file, line, column, title, message }: Annotation,
  folders: Folders,
): string {
  const values = {
    ...(file !== undefined && { file: plainText(pathOf(file, folders)), line, col: column }),
    title: cut(oneLine(title), longestTitle),
  }
  const properties = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',')
  return `::${kind} ${properties}::${escapedData(cut(plainText(message), longestMessage))}\n`
}

/** Relative to the checkout, with slashes; unchanged if the file is outside it. */
function pathOf(file: string, { root, workspace }: Folders): string {
  const path = relative(workspace, resolve(root, file))
  const isInside = !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`)
  return isInside ? path.split(sep).join('/') : file
}

/** Escaped as the runner decodes it (actions/toolkit, `command.ts`). */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
