import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
let loaded: typeof import('hdr-histogram-js') | undefined

/** The library of HDR histograms, loaded when a run makes or reads the first one: it takes 40 ms, and many have none. */
export function hdrHistograms(): typeof import('hdr-histogram-js') {
  loaded ??= require('hdr-histogram-js') as typeof import('hdr-histogram-js')
  return loaded
}
