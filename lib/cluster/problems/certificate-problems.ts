import { X509Certificate } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { type SourceDocument, type SourcePath, valueAt } from '../../source/document.ts'
import { readCertificates } from '../../source/files/certificate-file.ts'
import { type Problem, shownFile, UserError } from '../../source/user-error.ts'

/**
 * Problems of the files of certificate authorities (`ca_file`) that a cluster file names: what would fail, or
 * be ignored, when it is used.
 * @param value of the document; the schema may have refused it
 */
export function certificateProblems(document: SourceDocument, value: unknown): Problem[] {
  const workers = valueAt(value, ['workers'])
  const count = Array.isArray(workers) ? workers.length : 0
  const paths: SourcePath[] = [
    ['tls', 'ca_file'],
    ['distribution', 'ca_file'],
    ...Array.from({ length: count }, (_, index) => ['workers', index, 'tls', 'ca_file']),
  ]
  return paths.flatMap((path) => {
    const file = valueAt(value, path)
    if (typeof file !== 'string' || file === '') return []
    return faultsOf(resolve(dirname(document.file), file)).map(
      ({ code, message, expected = readable, suggestion }) =>
        document.problem(code, path, message, { expected, suggestion }),
    )
  })
}

const readable = 'a PEM file with the certificate of an authority, relative to this file'

function faultsOf(file: string): readonly Problem[] {
  try {
    const blocks = readCertificates(file).match(certificate) ?? []
    // TLS of Node.js ignores those that it cannot read.
    if (blocks.length > 0 && blocks.every(isCertificate)) return []
    const message = `the file ${shownFile(file)} contains a damaged certificate`
    return [{ code: 'no_certificate', message }]
  } catch (error) {
    if (error instanceof UserError) return error.problems
    throw error
  }
}

const certificate = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END \1CERTIFICATE-----/g

function isCertificate(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0
  } catch {
    return false
  }
}
