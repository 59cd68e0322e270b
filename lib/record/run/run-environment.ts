import { createRequire } from 'node:module'
import type { Origin } from '../origin.ts'
import { type Environment, settingOf } from '../setting.ts'
import { folderInCheckout } from './checkout-folder.ts'

/** Environment of a run, and the state of the code: what its results depend on. */
export interface RunEnvironment extends Environment, Omit<Origin, 'isDirty'> {
  /** Version of this package. */
  readonly clustergate: string
  readonly vitest?: string
  /** The CI system that ran it; absent without one. */
  readonly ci?: CiRun
  /** Whether files of the commit had been changed. */
  readonly hasChanges?: boolean
  /** The base of file paths, from the root of the checkout: `packages/eu`; absent for the root itself. */
  readonly folder?: string
}

/** The CI job of a run. */
export interface CiRun {
  /** `GitHub Actions`; `unknown` if only `CI` is set. */
  readonly name: string
  /** URL of its log. */
  readonly url?: string
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * The environment of this process.
 * @param root base of the file paths of the run
 */
export function runEnvironment(
  origin: Origin,
  { vitest, root }: { readonly vitest: string; readonly root: string },
  env: Variables,
): RunEnvironment {
  const folder = folderInCheckout(root, env)
  const ci = ciRun(env)
  const { isDirty, ...code } = origin
  const clustergate = createRequire(import.meta.url)('clustergate/package.json').version
  return {
    ...settingOf([]).environment,
    clustergate,
    vitest,
    ...code,
    ...(isDirty !== undefined && { hasChanges: isDirty }),
    ...(folder !== undefined && { folder }),
    ...(ci && { ci }),
  }
}

function ciRun(env: Variables): CiRun | undefined {
  const system = ciSystems.find(({ variable }) => isSet(env[variable]))
  if (!system) return undefined
  const url = system.url?.(env)
  return { name: system.name, ...(isSet(url) && { url }) }
}

interface CiSystem {
  readonly name: string
  /** The variable that identifies it. */
  readonly variable: string
  readonly url?: (env: Variables) => string | undefined
}

/** The variables are those of each system's own documentation. */
const ciSystems: readonly CiSystem[] = [
  {
    name: 'GitHub Actions',
    variable: 'GITHUB_ACTIONS',
    url: ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run }) =>
      server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined,
  },
  { name: 'GitLab CI', variable: 'GITLAB_CI', url: ({ CI_JOB_URL: url }) => url },
  { name: 'Jenkins', variable: 'JENKINS_URL', url: ({ BUILD_URL: url }) => url },
  { name: 'CircleCI', variable: 'CIRCLECI', url: ({ CIRCLE_BUILD_URL: url }) => url },
  { name: 'Buildkite', variable: 'BUILDKITE', url: ({ BUILDKITE_BUILD_URL: url }) => url },
  { name: 'Azure Pipelines', variable: 'TF_BUILD' },
  // Last, because the others set it too.
  { name: 'unknown', variable: 'CI' },
]

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value !== 'false'
}
