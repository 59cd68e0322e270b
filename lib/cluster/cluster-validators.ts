import { schemas } from '../generated/schemas.ts'
import { validatorFor } from '../source/create-validator.ts'

export const clusterValidator = validatorFor(schemas.cluster)

/** Of one fault in the list `faults` of a simulated worker. */
export const faultValidator = validatorFor(faultSchema())

function faultSchema(): object {
  const path = ['$defs', 'worker', 'properties', 'simulate', 'properties', 'faults', 'items']
  return path.reduce<object>((schema, key) => Reflect.get(schema, key), schemas.cluster)
}
