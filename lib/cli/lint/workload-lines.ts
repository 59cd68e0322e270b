import type { WorkloadReference } from '../../generated/workload.ts'
import { visibleText } from '../../source/visible-text.ts'
import type { Spec } from '../../spec/spec.ts'
import { openWorkloadSync } from '../../workload/open-workload-sync.ts'

/** `workload short-chat: prompts with a cold prefix`, each workload that tests name, once. */
export function workloadLines(specs: readonly Spec[]): string[] {
  const references = specs
    .flatMap(({ tests }) => tests.map(({ options }) => options.workload))
    .filter((reference) => reference !== undefined)
  const distinct = new Map(references.map((reference) => [JSON.stringify(reference), reference]))
  const lines = [...distinct.values()].map((reference) => {
    const { name, prefix = 'cold' } = openWorkloadSync(reference as WorkloadReference, {})
    return visibleText(`workload ${name}: prompts with a ${prefix} prefix`)
  })
  return [...new Set(lines)]
}
