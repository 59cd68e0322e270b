import { shownFile, UserError } from '../user-error.ts'
import { readTextSync } from './read-text.ts'

/** Bundles of all public authorities have 300 kB. */
const maxBytes = 4 * 1024 * 1024

/**
 * The text of a PEM file with the certificates of an authority.
 * @throws UserError for a file that cannot be read, or that contains no certificate
 */
export function readCertificates(file: string): string {
  const text = readTextSync(file, maxBytes)
  if (/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(text)) return text
  throw new UserError([
    {
      code: 'no_certificate',
      message: `the file ${shownFile(file)} contains no certificate in PEM format`,
      expected: 'text that begins with `-----BEGIN CERTIFICATE-----`',
    },
  ])
}
