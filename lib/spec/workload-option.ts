import { dirname } from 'node:path'
import type { CheckKind } from '../generated/checks.ts'
import { schemas } from '../generated/schemas.ts'
import type { WorkloadReference } from '../generated/workload.ts'
import type { SourceDocument, SourcePath } from '../source/document.ts'
import { type Problem, UserError } from '../source/user-error.ts'
import { absoluteReference } from '../workload/absolute-reference.ts'
import { DataBudget } from '../workload/data-budget.ts'
import { readReference } from '../workload/read-workload.ts'

export interface WorkloadEnvironment {
  /** The project: workloads are looked up in its `config/workloads`. Default: the working directory. */
  readonly root?: string
  /** Called with each further file that a spec depends on. */
  readonly onFile?: (file: string) => void
}

/** Whether `workload` of this check is a reference to one. */
export function takesWorkload(check: string): boolean {
  const schema = Object.hasOwn(schemas.checks, check)
    ? schemas.checks[check as CheckKind]
    : undefined
  return String(schema?.properties.workload?.$ref).endsWith('workload.schema.json#/$defs/reference')
}

/**
 * Reads a workload, so that its mistakes are reported with the spec.
 * @param path of the option, present or not
 * @returns the reference with absolute paths, because the spec may run in another folder
 */
export function readWorkloadOption(
  document: SourceDocument,
  path: SourcePath,
  reference: WorkloadReference,
  { root = process.cwd(), onFile }: WorkloadEnvironment,
): { readonly workload: WorkloadReference } | { readonly problems: readonly Problem[] } {
  try {
    const context = {
      root,
      folder: dirname(document.file),
      onFile,
      budget: new DataBudget(),
      chain: [],
      seedShift: 0,
    }
    readReference({ document, path }, reference, context)
  } catch (error) {
    if (error instanceof UserError) return { problems: error.problems }
    throw error
  }
  const folder = dirname(document.file)
  return { workload: absoluteReference(reference, { root, folder }) }
}
