import type { OptionTypes } from '../source/check-options.ts'

/**
 * The options of the Vitest plugin.
 * @example
 * plugins: [clustergate({ cluster: 'config/my_workers.json', specs: 'specs' })]
 */
export interface ClustergateOptions {
  /**
   * Cluster file (JSON or YAML), relative to Vitest's root; default: the embedded cluster. The environment
   * variable `CLUSTERGATE_CLUSTER` overrides it.
   */
  readonly cluster?: string
  /** Folder of the specs, relative to Vitest's root; default `specs`. */
  readonly specs?: string
  /**
   * Environment variables that specs, cluster files and workloads may read, in addition to `CLUSTERGATE_*`
   * and `*_API_KEY`; `*` matches anything.
   */
  readonly env?: readonly string[]
}

export const optionTypes: OptionTypes & Record<keyof ClustergateOptions, OptionTypes[string]> = {
  cluster: 'string',
  specs: 'string',
  env: 'texts',
}

/**
 * The properties of the plugin for other parts of the package, which find it among Vite's plugins by its
 * name.
 */
export interface PluginApi {
  readonly options: ClustergateOptions
}

export const pluginName = 'clustergate'
