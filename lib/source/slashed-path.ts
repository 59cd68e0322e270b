import { relative, sep } from 'node:path'

/** Where a file stands from a folder, with slashes on every system. */
export function slashedPath(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/')
}
