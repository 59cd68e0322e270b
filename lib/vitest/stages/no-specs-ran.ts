import { resolve } from 'node:path'
import { shownFile } from '../../source/user-error.ts'
import { stages } from '../../spec/spec.ts'
import { type SpecFolder, specFiles } from '../../spec/spec-files.ts'

/** The tests that could have been run, for a run without test files. */
export function noSpecsRan(folder: SpecFolder): string {
  const files = specFiles(folder)
  const counts = stages.map((stage) => {
    const count = files.filter((file) => file.stage === stage).length
    return `${stage} (${count === 1 ? '1 spec file' : `${count} spec files`})`
  })
  const specs = shownFile(resolve(folder.root, folder.specs))
  const next =
    files.length > 0
      ? `name a folder or file, as in \`npx vitest run ${files[0]?.path}\`, or a stage, as in \`--project network\`; \`npx vitest list\` shows all tests`
      : `write a file such as ${specs}/network/first.spec.yaml, or name the folder of the specs: \`clustergate({ specs: 'my-specs' })\``
  return ` The stages in ${specs}: ${counts.join(', ')}\n ${next}`
}
