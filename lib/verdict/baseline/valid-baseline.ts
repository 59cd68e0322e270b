import { readFileSync } from 'node:fs'
import { packagedFile } from '../../cluster/locate-cluster.ts'
import type { Baseline } from '../../record/baseline/baseline.ts'
import { BaselineFileError, readBaseline } from '../../record/baseline/baseline-file.ts'
import { createValidator, type Validator } from '../../source/schema-problems.ts'

/**
 * As `readBaseline`, of a file whose runs have the form of a run's record: what was damaged, or edited by
 * hand, is one sentence.
 * @throws BaselineFileError for a file that cannot be read or is no baseline
 */
export function readValidBaseline(path: string): Baseline | undefined {
  const baseline = readBaseline(path)
  if (!baseline) return undefined
  validator ??= createValidator(baselineSchema())
  const [first] = validator(baseline)
  if (!first) return baseline
  const where = first.instancePath.slice(1).replaceAll('/', '.')
  throw new BaselineFileError(
    `${path}: not a baseline: \`${where}\` ${first.message ?? 'is wrong'}`,
  )
}

let validator: Validator | undefined

function baselineSchema(): object {
  const { $id, $defs } = JSON.parse(readFileSync(packagedFile('schemas/run.schema.json'), 'utf8'))
  const text = { type: 'string' }
  const run = {
    type: 'object',
    required: ['startedAt', 'environment', 'loads'],
    properties: {
      startedAt: text,
      environment: { type: 'object' },
      loads: { type: 'array', minItems: 1, items: { $ref: '#/$defs/load' } },
    },
  }
  return {
    $id: `${$id}/baseline`,
    $defs,
    type: 'object',
    properties: {
      suite: text,
      test: text,
      check: text,
      workers: { type: 'array', items: { type: 'object' } },
      runs: { type: 'array', minItems: 1, items: run },
    },
  }
}
