/** How the schemas of the package are compiled; its tests check that they are valid. */
export const ajvOptions = {
  // Conditions use keys that the outer schema declares, which `strictRequired` does not see.
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  allErrors: true,
  verbose: true,
  validateSchema: false,
  inlineRefs: false,
} as const

/** Keywords of these schemas beyond JSON Schema. */
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
