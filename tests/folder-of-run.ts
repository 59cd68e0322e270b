import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * One folder for everything temporary of a run of the tests, removed with it: tests that are stopped, browsers
 * and killed processes leave files. `tmpdir()` is this folder in tests and in what they start. Its name is
 * short, because paths of sockets are.
 */
export default function setup(): (() => void) | undefined {
  // The projects of one run share the first one's.
  if (process.env.CLUSTERGATE_TEST_TMPDIR) return undefined
  const { TMPDIR } = process.env
  const folder = mkdtempSync(join(tmpdir(), 'cg-'))
  process.env.CLUSTERGATE_TEST_TMPDIR = folder
  process.env.TMPDIR = folder
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  return () => {
    delete process.env.CLUSTERGATE_TEST_TMPDIR
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    process.off('exit', remove)
    remove()
  }
}
