import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Variables of CI systems with the path of the checkout, used without a repository, as in an image without
 * `.git`.
 */
const checkoutVariables = [
  'GITHUB_WORKSPACE',
  'CI_PROJECT_DIR',
  'BUILD_SOURCESDIRECTORY',
  'BUILDKITE_BUILD_CHECKOUT_PATH',
  'BITBUCKET_CLONE_DIR',
  'WORKSPACE',
]

/**
 * The path from the root of the checkout to a folder in it, with slashes: `packages/eu`.
 * @returns undefined for the root itself, and without a checkout
 */
export function folderInCheckout(folder: string, env: Variables): string | undefined {
  const real = realpathSync(folder)
  const root = repositoryOf(real) ?? checkoutOfCi(real, env)
  return root === undefined || root === real ? undefined : relative(root, real).split(sep).join('/')
}

/** The nearest folder with a `.git`: a folder, or in a worktree or submodule a file. */
function repositoryOf(folder: string): string | undefined {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, '.git'))) return each
    if (each === dirname(each)) return undefined
  }
}

function checkoutOfCi(folder: string, env: Variables): string | undefined {
  return checkoutVariables
    .map((name) => env[name])
    .filter((root) => root !== undefined && existsSync(root))
    .map((root) => realpathSync(root as string))
    .find((root) => `${folder}${sep}`.startsWith(`${root}${sep}`))
}
