import { describe, expect, test } from 'vitest'
import { verdictOn } from './load-verdicts.ts'
import { load, measurement } from './measured-load.ts'

/** Loads during which others used this much of the host. */
function beside(otherLoads: readonly number[], limitedBy: readonly string[] = []) {
  const loads = otherLoads.map((otherLoad) => {
    const quiet = load({ workers: { w1: {} } })
    return { ...quiet, client: { ...quiet.client, hostLoad: 0.95, otherLoad, limitedBy } }
  })
  return measurement({ success_rate: 100 }, loads)
}

const notesOf = (...args: Parameters<typeof beside>) =>
  verdictOn(beside(...args), ['success_rate', 'percentage', '>= 95%'])

describe('other processes on the host of the load generator', () => {
  test('that took most of its CPUs are reported, and void nothing', () => {
    const { status, measurement: { notes } = {} } = notesOf([0.2, 0.82, 0.74])
    expect(status).toBe('pass')
    expect(notes).toEqual([
      'other processes took up to 82% of the CPUs of the host that made the load, in 2 of 3 loads',
    ])
    expect(notesOf([0.9]).measurement?.notes).toEqual([
      'other processes took up to 90% of the CPUs of the host that made the load, while it ran',
    ])
  })

  test('that left capacity are not reported', () => {
    expect(notesOf([0.5, 0.7]).measurement?.notes).toEqual([])
  })

  test('that disturbed a load are reported with their effect', () => {
    expect(notesOf([0.9], ['the CPUs of this host were busy']).measurement?.notes).toEqual([])
  })
})
