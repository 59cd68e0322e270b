import type {
  CaseRecord,
  ErrorRecord,
  FileSource,
  RunSource,
} from '../../lib/record/run/run-record.ts'

/**
 * The files of a run for formats that have only cases: a failure outside all cases (a closed gate, a spec
 * that cannot be read, a run that was cut off) becomes a case, so that no consumer overlooks it.
 */
export function* filesInCases(run: RunSource): Generator<FileSource> {
  for (const file of run.files) {
    yield file.errors.length === 0 ? file : { ...file, cases: withFileCase(file) }
  }
  if (run.errors.length === 0) return
  const outside = { file: 'clustergate', stage: '', durationMs: 0, errors: run.errors }
  yield { ...outside, cases: [caseOfFile('the run', outside.file, run.errors)] }
}

function withFileCase({ file, errors, cases }: FileSource): Iterable<CaseRecord> {
  return {
    *[Symbol.iterator]() {
      yield caseOfFile(file, file, errors)
      yield* cases
    },
  }
}

function caseOfFile(name: string, file: string, errors: readonly ErrorRecord[]): CaseRecord {
  return { file, name, status: 'error', durationMs: 0, retries: 0, errors }
}
