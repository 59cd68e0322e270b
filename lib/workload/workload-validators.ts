import { schemas } from '../generated/schemas.ts'
import { validatorFor } from '../source/create-validator.ts'

export const workloadValidator = validatorFor(schemas.workload)
