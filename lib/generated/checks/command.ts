// Generated from the schemas by `npm run generate`. Do not edit.

export interface CommandOptions {
  /**
   * The program and its arguments, as a list; or one line for the shell with `shell: true`. Required. Example: `run: [sysctl, -n, net.core.somaxconn]`.
   *
   * @minItems 1
   */
  run: string[] | string
  /**
   * Whether `run` is one line for the system's shell, with pipes and variables. Default: `false`. Example: `shell: true`.
   */
  shell: boolean
  /**
   * The folder to run in, relative to the project's root. Default: the project's root. Example: `cwd: scripts`.
   */
  cwd?: string
  /**
   * Environment variables to add to those of this process. Their values are treated as secrets and never reported. Default: none. Example: `env: { LANG: C }`.
   */
  env: {
    /**
     * The value of this variable, as text; `${NAME}` takes it from this process. Secret: never reported. Example: `C`.
     */
    [k: string]: string
  }
  /**
   * How long the program may run before it is stopped, as a duration with a unit. Default: `10s`. Example: `timeout: 1m`.
   */
  timeout: string
}

/** The metrics that `command` measures. */
export type CommandMetrics =
  | 'exit_code'
  | 'stdout'
  | 'stderr'
  | 'time'
  | 'timed_out'
  | 'signal'
  | `json.${string}`
