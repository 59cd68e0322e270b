import { expect, suite } from 'clustergate'

// The same language in TypeScript.
suite('Balancer in TypeScript', ({ test }) => {
  test('shares the load of equal workers', async ({ cluster }) => {
    const load = await cluster.balance({ requests: 300 })
    expect(load).toShareLoadEvenly({ within: '5%' })
    expect(load).toRespectSlots()
    expect(load).toMeet({ success_rate: '>= 99%' })
  })

  test('survives that a worker is drained', async ({ cluster }) => {
    const failover = await cluster.failover({ requests: 300, by: 'drain' })
    expect(failover).toSurviveFailover({ ejectWithin: '1s' })
  })
})
