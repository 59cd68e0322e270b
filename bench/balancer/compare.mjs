import { measure, measureAlone } from './measure.mjs'
import { scenes } from './scenes.mjs'
import { setStage } from './stage.mjs'

const warmUpSeconds = 2

/**
 * All candidates in turn, `rounds` times, under one scene and one number of requests at once.
 * @returns by name of the candidate the results of all rounds, and the ceilings of all rounds
 */
export async function compareIn(sceneName, { concurrency, seconds, rounds, names, progress }) {
  const scene = scenes[sceneName]
  const results = Object.fromEntries(names.map((name) => [name, []]))
  const ceilings = []
  const stages = new Stages(scene, names)
  for (let round = 1; round <= rounds; round++) {
    const ceiling =
      scene.ceilingBy === 'rate'
        ? await measureCeilings(await stages.without(), seconds)
        : undefined
    if (ceiling) ceilings.push(ceiling)
    for (const name of names) {
      const { candidates, workers } = await stages.with(name)
      const candidate = candidates[name]
      const load = { concurrency, warmUpSeconds, seconds, round }
      const result = await measure({ candidate, workers, scene, ceilings: ceiling, load })
      results[name].push(result)
      progress(`${sceneName} at ${concurrency}, round ${round}, ${name}: ${words(result)}`)
    }
  }
  await stages.end()
  return { results, ceilings }
}

/** One stage for all, or a new one for each measurement where a scene wants that. */
class Stages {
  #stage

  constructor(scene, names) {
    this.scene = scene
    this.names = names
  }

  /** Where the workers can be driven alone. */
  without() {
    return this.#set(this.scene.isFresh ? [] : this.names)
  }

  with(name) {
    return this.#set(this.scene.isFresh ? [name] : this.names)
  }

  async end() {
    await this.#stage?.stop()
    this.#stage = undefined
  }

  async #set(names) {
    if (this.scene.isFresh) await this.end()
    this.#stage ??= await setStage(this.scene, names)
    return this.#stage
  }
}

/** One worker after the other, each for its fraction of a candidate's time. */
async function measureCeilings({ drivers }, seconds) {
  const load = { warmUpSeconds: 1, seconds: Math.max(3, seconds / drivers.length) }
  const ceilings = []
  for (const driver of drivers) ceilings.push(await measureAlone({ driver, load }))
  return ceilings
}

function words({ perSecond, ofCeiling, busy, p50, p95, p99, failures }) {
  const ms = [p50, p95, p99].map((value) => value.toFixed(1)).join(' ')
  return `${perSecond.toFixed(1)}/s, ${ofCeiling.toFixed(3)} of the ceiling, slots busy ${busy.toFixed(3)}, p50 p95 p99 ${ms} ms, failed ${JSON.stringify(failures)}`
}
