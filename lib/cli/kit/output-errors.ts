import { exitCodes } from './exit-codes.ts'

/**
 * Lets a command continue when its output is closed, as by `| head`: it ends with its own exit code. Output
 * that cannot be written for another reason, such as a full disk, is one sentence and exit code 2.
 */
export function handleOutputErrors(): void {
  process.stdout.on('error', onError('standard output'))
  process.stderr.on('error', onError('standard error'))
}

function onError(name: string): (error: NodeJS.ErrnoException) => void {
  let isReported = false
  return ({ code, message }) => {
    if (code === 'EPIPE' || isReported) return
    isReported = true
    process.stderr.write(`the ${name} cannot be written: ${message}\n`)
    process.on('exit', () => (process.exitCode = exitCodes.usage))
  }
}
