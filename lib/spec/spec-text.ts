import { expectNoLinkOut } from '../source/files/outside-file.ts'
import { readTextSync } from '../source/files/read-text.ts'

/**
 * The text of a spec.
 * @param root the project; default the working directory
 * @throws UserError for a file that cannot be read, and for a link out of the project
 */
export function readSpecText(file: string, root?: string): string {
  expectNoLinkOut(file, root)
  return readTextSync(file)
}
