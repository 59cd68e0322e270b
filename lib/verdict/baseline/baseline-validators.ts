import runSchema from '../../../schemas/run.schema.json' with { type: 'json' }
import { validatorFor } from '../../source/create-validator.ts'

/** Validators of a baseline, whose runs have the form of a run's record. */
export const baselineValidator = validatorFor(baselineSchema())

function baselineSchema(): object {
  const { $id, $defs } = runSchema
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
