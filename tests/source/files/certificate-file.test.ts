import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCertificates } from '../../../lib/source/files/certificate-file.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-certificates-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a PEM file is read, and anything else is refused without its content', () => {
  const file = join(folder, 'ca.pem')
  const text = '# lab\n-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n'
  writeFileSync(file, text)
  expect(readCertificates(file)).toBe(text)
  writeFileSync(file, 'PASSPHRASE=hunter2\n')
  expect(() => readCertificates(file)).toThrow(/ca\.pem contains no certificate in PEM format/)
  expect(() => readCertificates(file)).not.toThrow(/hunter2/)
})

test.each([
  ['none.pem', 'does not exist'],
  ['folder.pem', 'is a directory'],
  ['loop.pem', 'is a link that leads to itself'],
  ['/dev/zero', 'is a device or pipe'],
])('%s is refused: it %s', (name, words) => {
  mkdirSync(join(folder, 'folder.pem'), { recursive: true })
  if (name === 'loop.pem') symlinkSync('loop.pem', join(folder, name))
  expect(() => readCertificates(name.startsWith('/') ? name : join(folder, name))).toThrow(words)
})
