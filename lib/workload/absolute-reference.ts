import { resolve } from 'node:path'
import type {
  WorkloadFile,
  WorkloadGenerate,
  WorkloadPrompts,
  WorkloadReference,
} from '../generated/workload.ts'
import { locateWorkload, type WorkloadRoots } from './locate-workload.ts'

/** A reference that is valid wherever it is opened: names, and paths as absolute paths. */
export function absoluteReference(
  reference: WorkloadReference,
  roots: WorkloadRoots,
): WorkloadReference {
  if (typeof reference !== 'string') return absoluteWorkload(reference, roots)
  const located = locateWorkload(reference, roots)
  return 'file' in located ? located.file : reference
}

function absoluteWorkload(workload: WorkloadFile, roots: WorkloadRoots): WorkloadFile {
  const { prompts, documents, generate, mix } = workload
  return {
    ...workload,
    ...(prompts && { prompts: absoluteTexts(prompts, roots) }),
    ...(documents && { documents: absoluteTexts(documents, roots) }),
    ...(generate && { generate: absoluteGenerate(generate, roots) }),
    ...(mix && {
      mix: mix.map((part) => ({ ...part, workload: absoluteReference(part.workload, roots) })),
    }),
  }
}

function absoluteTexts(texts: WorkloadPrompts, roots: WorkloadRoots): WorkloadPrompts {
  if (Array.isArray(texts)) return texts
  const { file, folder, generate } = texts
  return {
    ...texts,
    ...(file !== undefined && { file: resolve(roots.folder, file) }),
    ...(folder !== undefined && { folder: resolve(roots.folder, folder) }),
    ...(generate && { generate: absoluteGenerate(generate, roots) }),
  }
}

function absoluteGenerate(generate: WorkloadGenerate, roots: WorkloadRoots): WorkloadGenerate {
  const { from } = generate
  return from ? { ...generate, from: absoluteTexts(from, roots) } : generate
}
