import { afterAll, beforeAll, expect, test } from 'vitest'
import { meet } from '../../lib/matchers/meet.ts'
import { explain } from '../../lib/verdict/explain.ts'
import { startWorker, text } from '../balancer/workers.ts'
import { type Certificate, makeCertificate } from '../hosts/certificate.ts'
import { describeWith, hasTool } from '../hosts/requirements.ts'
import { runCheckOn } from './run-check.ts'

const list = text('{"object":"list","data":[{"id":"m"}]}')

describeWith(hasTool('openssl') ? [] : ['openssl'], 'the scheme of a worker', () => {
  let certificate: Certificate
  beforeAll(async () => {
    certificate = await makeCertificate()
  })
  afterAll(() => certificate[Symbol.asyncDispose]())

  test.each(['model', 'http'] as const)(
    'is reported to be HTTPS if `%s` spoke plain HTTP',
    async (check) => {
      const { worker } = await startWorker('w1', { response: list, tls: certificate })
      const verdict = meet(await runCheckOn([worker], check, options(check)), asked(check))
      expect(verdict.diagnosis?.code).toBe('scheme_differs')
      expect(explain(verdict)).toMatch(/the port speaks HTTPS[\s\S]*add `tls: \{\}`/)
    },
  )

  test.each(['model', 'http'] as const)(
    'is reported to be plain HTTP if `%s` spoke HTTPS',
    async (check) => {
      const { worker, seen } = await startWorker('w1', {
        response: list,
        changes: { tls: { verify: true }, apiKey: { template: 'the-key' } },
      })
      const verdict = meet(await runCheckOn([worker], check, options(check)), asked(check))
      expect(verdict.diagnosis?.code).toBe('scheme_differs')
      expect(explain(verdict)).toMatch(/the port speaks plain HTTP[\s\S]*remove `tls`/)
      // It was requested without the key.
      expect(seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
        ['/', undefined],
      ])
    },
  )

  test('is not guessed if a server only closes the connection', async () => {
    const { worker } = await startWorker('w1', { response: (response) => response.destroy() })
    const verdict = meet(await runCheckOn([worker], 'model'), { listed: true })
    expect(verdict.diagnosis?.code).toBe('server_does_not_answer')
  })

  test('is not doubted if a certificate is not trusted', async () => {
    const { worker } = await startWorker('w1', {
      response: list,
      tls: certificate,
      changes: { tls: { verify: true } },
    })
    const verdict = meet(await runCheckOn([worker], 'model'), { listed: true })
    expect(verdict.diagnosis?.code).toBe('tls_failed')
  })
})

const options = (check: string) => (check === 'http' ? { path: '/v1/models' } : {})
const asked = (check: string) => (check === 'http' ? { ok: true } : { listed: true })
