import { readFileSync } from 'node:fs'
import { packagedFile } from '../../cluster/packaged-file.ts'
import { createValidator } from '../../source/create-validator.ts'
import { readText } from '../../source/files/read-text.ts'
import { shownFile, UserError } from '../../source/user-error.ts'
import { parseJson } from '../kit/parse-json.ts'
import type { BenchmarkFile } from './benchmark-file.ts'

/** Histograms of many levels, workers and repetitions need space. */
const maxBytes = 256 * 1024 * 1024

const expected = 'results that `clustergate bench --output` wrote'

/**
 * Reads the results of `clustergate bench`.
 * @throws UserError for an invalid file
 */
export async function readBenchmarkFile(file: string): Promise<BenchmarkFile> {
  const content = parseJson(file, await readText(file, maxBytes), expected)
  const schema = JSON.parse(
    readFileSync(packagedFile('schemas/benchmark-file.schema.json'), 'utf8'),
  )
  const [first] = createValidator(schema)(content)
  if (!first) return content as BenchmarkFile
  const { instancePath, message = 'is wrong' } = first
  const where =
    instancePath === '' ? 'the file' : `\`${instancePath.slice(1).replaceAll('/', '.')}\``
  throw refuse(file, 'no_benchmark_file', `${where} ${message}`)
}

function refuse(file: string, code: string, words: string): UserError {
  return new UserError([{ code, message: `${shownFile(file)}: ${words}`, expected }])
}
