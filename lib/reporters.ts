// biome-ignore-all lint/performance/noBarrelFile: the public entry point `clustergate/reporters`

/**
 * Reporters of your own: `import { ChunkedReport } from 'clustergate/reporters'`.
 * @module reporters
 */

export { ChunkedReport, type ReportFileSettings } from '../reporters/kit/chunked-report.ts'
export type { ReportFileOptions } from '../reporters/kit/report-file.ts'
export type { CiRun, RunEnvironment } from './record/run/run-environment.ts'
export type {
  CaseRecord,
  ClusterRecord,
  ErrorRecord,
  FileRecord,
  FileSource,
  RunEnd,
  RunRecord,
  RunSource,
  WorkerRecord,
} from './record/run/run-record.ts'
export type { TestRecord } from './record/test-record.ts'
