/** How the schemas that come with the package are compiled; its tests check that they are valid. */
export const ajvOptions = {
  // Conditions name keys that the schema around them declares: `strictRequired` does not see those.
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
  verbose: true,
  validateSchema: false,
  inlineRefs: false,
} as const

/** Keywords of these schemas that are not JSON Schema's. */
export const ownKeywords = [
  'x-expected',
  'x-noun',
  'x-choice',
  'x-secret',
  'x-dimension',
  'x-better',
  'x-needs',
  'x-scope',
  'x-behind',
  'x-measures',
  'x-labels',
  'x-telemetry',
  'x-agents',
  'x-vantages',
] as const
