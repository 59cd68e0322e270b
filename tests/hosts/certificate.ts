import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'

/** A certificate for `worker.test`, signed by itself, in a folder of its own. */
export interface Certificate extends AsyncDisposable {
  readonly folder: string
  readonly certFile: string
  readonly key: string
  readonly cert: string
}

/** Needs openssl. */
export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = ['-subj', '/CN=worker.test', '-addext', 'subjectAltName=DNS:worker.test']
  const files = ['-keyout', keyFile, '-out', certFile]
  await execa('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3', ...files, ...names],
  ])
  return {
    folder,
    certFile,
    key: await readFile(keyFile, 'utf8'),
    cert: await readFile(certFile, 'utf8'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
