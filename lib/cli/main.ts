#!/usr/bin/env node
import module from 'node:module'
import { packageVersion } from '../cluster/packaged-file.ts'
import { handleOutputErrors } from './kit/output-errors.ts'

handleOutputErrors()
const version = packageVersion()
if (process.argv.length === 3 && /^(?:-V|--version)$/.test(process.argv[2] ?? '')) {
  process.stdout.write(`${version}\n`)
} else {
  // Node.js 22.8 and later cache compiled code for the next start.
  const compileCache = module as typeof module & { enableCompileCache?: () => unknown }
  compileCache.enableCompileCache?.()
  const { runProgram } = await import('./program.ts')
  process.exitCode = await runProgram(process.argv, version)
}
