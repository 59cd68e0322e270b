import type { OptionTypes } from '../source/check-options.ts'

export interface ClustergateOptions {
  /** Cluster file (JSON or YAML), relative to Vitest's root; default: the embedded cluster. The environment's `CLUSTERGATE_CLUSTER` wins. */
  readonly cluster?: string
  /** Folder of the specs, relative to Vitest's root; default `specs`. */
  readonly specs?: string
}

export const optionTypes: OptionTypes & Record<keyof ClustergateOptions, 'string'> = {
  cluster: 'string',
  specs: 'string',
}

/** What other parts of the package read from the plugin, found among Vite's plugins by its name. */
export interface PluginApi {
  readonly options: ClustergateOptions
}

export const pluginName = 'clustergate'
