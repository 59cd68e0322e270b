import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCluster, loadClusterWithFiles } from '../../../lib/cluster/load-cluster.ts'
import { UserError } from '../../../lib/source/user-error.ts'
import { certificate } from './certificate.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clustergate-ca-files-'))
  mkdirSync(join(folder, 'certs'))
  writeFileSync(join(folder, 'ca.pem'), `# lab\n${certificate}\n${certificate}`)
  writeFileSync(join(folder, 'words.pem'), 'PASSPHRASE=hunter2\n')
  writeFileSync(join(folder, 'damaged.pem'), `${certificate}\n${certificate.replace('MI', 'IM')}`)
  writeFileSync(join(folder, 'half.pem'), certificate.slice(0, 200))
})
afterAll(() => rmSync(folder, { recursive: true }))

const worker = '  - { id: w1, host: w1.lan, port: 1, max_concurrent_requests: 1'
const ofAll = (file: string) => `tls: { ca_file: ${file} }\nworkers:\n${worker} }\n`
const ofWorker = (file: string) => `workers:\n${worker}, tls: { ca_file: ${file} } }\n`
const ofRedis = (file: string) =>
  `distribution: { redis: "rediss://r:1", ca_file: ${file} }\nworkers:\n${worker} }\n`

test.each([
  ['none.pem', ofAll, '1:17 file_missing: the file FOLDER/none.pem does not exist'],
  ['certs', ofWorker, '2:82 file_is_directory: the file FOLDER/certs is a directory, not a file'],
  ['/dev/zero', ofAll, '1:17 file_not_regular: the file /dev/zero is a device or pipe, not a file'],
  [
    'words.pem',
    ofRedis,
    '1:49 no_certificate: the file FOLDER/words.pem contains no certificate in PEM format',
  ],
  [
    'damaged.pem',
    ofWorker,
    '2:82 no_certificate: the file FOLDER/damaged.pem contains a damaged certificate',
  ],
  [
    'half.pem',
    ofAll,
    '1:17 no_certificate: the file FOLDER/half.pem contains a damaged certificate',
  ],
])('`ca_file: %s` is a problem with its position', async (name, textOf, problem) => {
  const file = join(folder, 'cluster.yaml')
  writeFileSync(file, textOf(name))
  await expect(loadCluster(file, {})).resolves.toBeDefined()
  const error: unknown = await loadClusterWithFiles(file, {}).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  const problems = (error as UserError).problems.map(({ place, code, message, expected }) => {
    expect(expected).toMatch(/PEM|BEGIN CERTIFICATE/)
    return `${place?.line}:${place?.column} ${code}: ${message}`.replace(folder, 'FOLDER')
  })
  expect(problems).toEqual([problem])
  expect(String(error)).not.toContain('hunter2')
})

test('files with certificates are fine', async () => {
  const file = join(folder, 'cluster.yaml')
  for (const textOf of [ofAll, ofWorker, ofRedis]) {
    writeFileSync(file, textOf('ca.pem'))
    await expect(loadClusterWithFiles(file, {})).resolves.toMatchObject({ file })
  }
})
