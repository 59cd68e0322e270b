import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Origin } from '../record/origin.ts'

const run = promisify(execFile)

/** The state of the code in a folder: from git, and what git does not report from the variables of the CI. */
export async function originOf(folder: string, env: NodeJS.ProcessEnv): Promise<Origin> {
  const git = await gitOrigin(folder)
  return { ...ciOrigin(env, git.commit), ...git }
}

/** Empty without a repository, or without git. */
async function gitOrigin(folder: string): Promise<Origin> {
  // New files do not count: they may be reports or the history itself.
  const args = ['status', '--porcelain=v2', '--branch', '--untracked-files=no']
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      // Without a lock on the index: another process may be using it.
      timeout: 5_000,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      maxBuffer: 64 * 1024 * 1024,
    })
    return readStatus(stdout)
  } catch {
    // No repository, no git, or one that may not be read: the origin is unknown, which is not an error.
    return {}
  }
}

/** Parses the output of `git status --porcelain=v2 --branch`. */
function readStatus(text: string): Origin {
  const lines = text.split('\n').filter(Boolean)
  const header = (name: string) =>
    lines.find((line) => line.startsWith(`# ${name} `))?.slice(name.length + 3)
  const commit = header('branch.oid')
  const branch = header('branch.head')
  return {
    ...(commit !== undefined && isHash(commit) && { commit }),
    ...(branch !== undefined && branch !== '(detached)' && { branch }),
    isDirty: lines.some((line) => !line.startsWith('#')),
  }
}

/** Variables with the commit and the branch; for a merge request, its own branch. */
const ciVariables = [
  { commit: 'GITHUB_SHA', branches: ['GITHUB_HEAD_REF', 'GITHUB_REF_NAME'] },
  {
    commit: 'CI_COMMIT_SHA',
    branches: ['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', 'CI_COMMIT_BRANCH', 'CI_COMMIT_REF_NAME'],
  },
  { commit: 'BUILDKITE_COMMIT', branches: ['BUILDKITE_BRANCH'] },
  { commit: 'CIRCLE_SHA1', branches: ['CIRCLE_BRANCH'] },
  { commit: 'BITBUCKET_COMMIT', branches: ['BITBUCKET_BRANCH'] },
  {
    commit: 'BUILD_SOURCEVERSION',
    branches: ['SYSTEM_PULLREQUEST_SOURCEBRANCH', 'BUILD_SOURCEBRANCH'],
  },
  { commit: 'TRAVIS_COMMIT', branches: ['TRAVIS_PULL_REQUEST_BRANCH', 'TRAVIS_BRANCH'] },
  { commit: 'DRONE_COMMIT_SHA', branches: ['DRONE_SOURCE_BRANCH', 'DRONE_BRANCH'] },
  { commit: 'GIT_COMMIT', branches: ['CHANGE_BRANCH', 'GIT_BRANCH'] },
] as const

/** @param commit that is known already: CI variables of another one are about another checkout */
function ciOrigin(env: NodeJS.ProcessEnv, commit: string | undefined): Origin {
  for (const variables of ciVariables) {
    const reported = env[variables.commit]
    if (!reported || !isHash(reported)) continue
    if (commit !== undefined && commit !== reported) continue
    const branch = variables.branches.map((name) => env[name]).find(Boolean)
    return {
      commit: reported,
      ...(branch && { branch: branch.replace(/^refs\/heads\/|^origin\//, '') }),
    }
  }
  return {}
}

/** SHA-1 or SHA-256. */
function isHash(text: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text)
}
