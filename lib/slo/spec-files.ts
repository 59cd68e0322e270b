import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { statsOf } from '../source/files/stats-of.ts'
import { shownFile, UserError } from '../source/user-error.ts'

/** Absolute paths, each once, in order. */
export interface SpecFiles {
  readonly yaml: readonly string[]
  /** Their SLOs are known only by running them. */
  readonly typescript: readonly string[]
}

const yamlName = /\.spec\.ya?ml$/
const moduleName = /\.spec\.m?[jt]s$/

/**
 * The specs in files and folders.
 * @throws UserError if a file or folder does not exist, a file does not have the name of a spec, or there
 * is none at all
 */
export function findSpecFiles(paths: readonly string[]): SpecFiles {
  const files = [...new Set(paths.flatMap(filesIn))].sort()
  if (files.length === 0) throw noSpecs(`there are no specs in ${paths.map(shownFile).join(', ')}`)
  return {
    yaml: files.filter((file) => yamlName.test(file)),
    typescript: files.filter((file) => moduleName.test(file)),
  }
}

function filesIn(path: string): string[] {
  const absolute = resolve(path)
  const found = statsOf(absolute)
  if (!found) throw missing(path)
  if (found.isDirectory()) {
    return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/(^|[\\/])node_modules[\\/]/.test(name) && isSpec(name))
      .map((name) => join(absolute, name))
  }
  if (isSpec(path)) return [absolute]
  throw noSpecs(`${shownFile(path)} is not a spec`)
}

function noSpecs(message: string): UserError {
  const expected = 'a file named `*.spec.yaml`, or a folder with such files in it'
  return new UserError([{ code: 'no_specs', message, expected }])
}

function isSpec(name: string): boolean {
  return yamlName.test(name) || moduleName.test(name)
}

function missing(path: string): UserError {
  const message = `there is no file or folder ${shownFile(path)}`
  return new UserError([
    { code: 'file_missing', message, expected: 'spec files, or the folder of the specs' },
  ])
}
