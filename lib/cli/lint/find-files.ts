import { readdirSync } from 'node:fs'
import { basename, join, resolve, sep } from 'node:path'
import { statsOf } from '../../source/files/stats-of.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { stages } from '../../spec/spec.ts'
import { expectSpecsAreFiles } from '../../spec/spec-files.ts'

/** The files to check in the given files and folders; absolute paths, each once, in order. */
export interface FilesToLint {
  readonly yamlSpecs: readonly string[]
  readonly moduleSpecs: readonly string[]
  /** Files that look like specs and are not collected by Vitest, or YAML with an unknown use. */
  readonly others: readonly string[]
}

const yamlSpec = /\.spec\.ya?ml$/
const moduleSpec = /\.spec\.m?[jt]s$/
const looksLikeSpec = /\.(?:ya?ml|(?:test|tests|specs)\.m?[jt]s)$/

/**
 * Sorts the given files, and those in the given folders.
 * @throws UserError if a path does not exist, and for a folder with the name of a spec
 */
export function findFiles(paths: readonly string[]): FilesToLint {
  const files = [...new Set(paths.flatMap(filesAt))].sort()
  const isSpec = (file: string) => yamlSpec.test(file) || moduleSpec.test(file)
  return {
    yamlSpecs: files.filter((file) => yamlSpec.test(file)),
    moduleSpecs: files.filter((file) => moduleSpec.test(file)),
    others: files.filter((file) => !isSpec(file)),
  }
}

/** Whether a folder with the name of a stage is above the file: Vitest finds modules only there. */
export function isInStage(file: string): boolean {
  const folders = file.split(sep).slice(0, -1)
  return stages.some((stage) => folders.includes(stage))
}

/** The name with which Vitest would run a file. */
export function runnableName(file: string): string {
  const name = basename(file)
  const [, stem = name, extension = ''] =
    /^(.*?)(?:\.(?:test|tests|specs))?(\.\w+)$/.exec(name) ?? []
  return `${stem}.spec${extension}`
}

function filesAt(path: string): string[] {
  const absolute = resolve(path)
  const found = statsOf(absolute)
  if (!found) throw missing(path)
  if (!found.isDirectory()) return [absolute]
  expectSpecsAreFiles(absolute)
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !isIgnored(entry.parentPath))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => yamlSpec.test(file) || moduleSpec.test(file) || looksLikeSpec.test(file))
}

function isIgnored(folder: string): boolean {
  return folder.split(sep).includes('node_modules')
}

function missing(path: string): UserError {
  const message = `there is no file or folder ${shownFile(resolve(path))}`
  const expected = 'spec files, or the folder of the specs'
  return new UserError([{ code: 'file_missing', message, expected }])
}
