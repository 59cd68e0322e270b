import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/**
 * Puts a shell script in front of the system's own program of that name, while `look` runs: another
 * implementation of a tool, or a broken one, as a real process.
 */
export async function withTool<T>(
  name: string,
  { script }: { readonly script: string },
  look: () => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tool-'))
  const file = join(folder, name)
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
  const path = process.env.PATH
  process.env.PATH = `${folder}${delimiter}${path}`
  try {
    return await look()
  } finally {
    process.env.PATH = path
    await rm(folder, { recursive: true, force: true })
  }
}
