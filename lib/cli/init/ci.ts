import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The supported CI systems: path of the workflow, and its template in the package. */
export const ciSystems = {
  github: { file: '.github/workflows/clustergate.yml', template: 'github.yml' },
  gitlab: { file: '.gitlab-ci.yml', template: 'gitlab.yml' },
  jenkins: { file: 'Jenkinsfile', template: 'Jenkinsfile' },
} as const

export type CiSystem = keyof typeof ciSystems

export type CiChoice = CiSystem | 'none'

export const ciChoices: readonly CiChoice[] = [...(Object.keys(ciSystems) as CiSystem[]), 'none']

/** The CI system of a folder: by its files, else by the host of its repository; GitHub by default. */
export function detectCi(folder: string): CiSystem {
  const has = (path: string) => existsSync(join(folder, path))
  if (has('.github')) return 'github'
  if (has('.gitlab-ci.yml')) return 'gitlab'
  if (has('Jenkinsfile')) return 'jenkins'
  return has('.git/config') && /gitlab/i.test(readFileSync(join(folder, '.git/config'), 'utf8'))
    ? 'gitlab'
    : 'github'
}

/** The command that installs exactly the lock file, by its name. */
const installations = {
  'package-lock.json': 'npm ci',
  'pnpm-lock.yaml': 'npx --yes pnpm install --frozen-lockfile',
  'yarn.lock': 'npx --yes @yarnpkg/cli-dist install --immutable',
} as const

/** A template with the package manager that the folder uses. */
export function withInstallation(template: string, folder: string): string {
  const [, command = 'npm ci'] =
    Object.entries(installations).find(([lock]) => existsSync(join(folder, lock))) ?? []
  return template.replaceAll('npm ci', command)
}
