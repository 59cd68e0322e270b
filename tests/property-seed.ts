import fc from 'fast-check'

/**
 * Property tests use other values on each run, and the same ones under CI, where a failure must be due to a
 * change. A failure prints its seed.
 */
if (process.env.CI) fc.configureGlobal({ seed: 20_261_128 })
