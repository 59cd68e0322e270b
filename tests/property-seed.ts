import fc from 'fast-check'

/**
 * Property tests look at other values on each run, and at the same ones under CI: what fails there must
 * have been changed. A failure tells its own seed.
 */
if (process.env.CI) fc.configureGlobal({ seed: 20_261_128 })
