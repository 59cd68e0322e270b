import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

export interface CertificateOptions {
  /** Default `worker.test`. */
  readonly serverName?: string
  /** Valid in January 2020 only; needs faketime. */
  readonly isExpired?: boolean
}

/** A certificate signed by itself, in a folder of its own. */
export interface Certificate extends AsyncDisposable {
  readonly folder: string
  readonly certFile: string
  readonly keyFile: string
  readonly key: string
  readonly cert: string
}

/** Needs openssl. */
export async function makeCertificate({
  serverName = 'worker.test',
  isExpired = false,
}: CertificateOptions = {}): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = ['-subj', `/CN=${serverName}`, '-addext', `subjectAltName=DNS:${serverName}`]
  const files = ['-keyout', keyFile, '-out', certFile]
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3', ...files, ...names]
  if (isExpired) await execa('faketime', ['2020-01-01', 'openssl', ...args])
  else await execa('openssl', args)
  return {
    folder,
    certFile,
    keyFile,
    key: await readFile(keyFile, 'utf8'),
    cert: await readFile(certFile, 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
