// Whether runs that are fit are left alone, and those that are not are reported.
import { dependent, normal, pareto, randomOf } from './random.mjs'
import { drift, effectiveSize, outliers, warmUp } from './stats.mjs'
import { percent, print } from './tables.mjs'

const dependences = [0, 0.3, 0.6, 0.8]

export function fitness({ seed, runs }) {
  warmUps({ seed, runs })
  drifts({ seed, runs })
  outlying({ seed, runs })
  sizes({ seed, runs: Math.ceil(runs / 10) })
}

/** Latencies with a spread of 30 %; the cold ones begin at 2.5 times the others and decay over 4 %. */
function warmUps({ seed, runs }) {
  const courses = {
    steady: () => 1,
    'cold start': (part) => 1 + 1.5 * Math.exp(-part / 0.04),
    'rises to 1.5 times to the end': (part) => 1 + 0.5 * part,
  }
  const rows = Object.entries(courses).flatMap(([name, course]) =>
    [300, 1_000].map((size) => [
      `${name}, ${size} requests`,
      ...dependences.map((phi) => {
        let [unsteady, cut] = [0, 0]
        for (let run = 0; run < runs; run++) {
          const random = randomOf(seed + 6, run)
          const discarded = warmUp(
            dependent(random, size, phi).map(
              (value, index) => course(index / size) * Math.exp(0.3 * value),
            ),
          )
          if (discarded === undefined) unsteady++
          else cut += discarded / size
        }
        const mean = unsteady < runs ? `${((100 * cut) / (runs - unsteady)).toFixed(1)} %` : '-'
        return `${percent(unsteady, runs)} · ${mean}`
      }),
    ]),
  )
  const title = 'Warm-up (MSER-5): called unsteady in %, else part that is left out on average:'
  print(title, ['latencies', ...dependences.map((phi) => `φ ${phi}`)], rows)
}

function drifts({ seed, runs }) {
  const rows = [40, 120, 1_000].flatMap((size) =>
    [0, 0.05, 0.1].map((loss) => [
      `${size} values, ${loss === 0 ? 'no drift' : `-${100 * loss} %`}`,
      ...dependences.map((phi) => {
        let seen = 0
        for (let run = 0; run < runs; run++) {
          const values = dependent(randomOf(seed + 7, run), size, phi).map((value, index) =>
            Math.exp(0.0266 * value + (Math.log1p(-loss) * index) / size),
          )
          const { interval } = drift(values)
          if (interval.low > 1 || interval.high < 1) seen++
        }
        return percent(seen, runs)
      }),
    ]),
  )
  const title = 'Drift over the run at 99 %, spread of a value 2.66 %: seen in %:'
  print(title, ['series', ...dependences.map((phi) => `φ ${phi}`)], rows)
}

function outlying({ seed, runs }) {
  const families = {
    normal,
    'log-normal, spread 30 %': (random) => Math.exp(0.3 * normal(random)),
    'Pareto 2.5': (random) => pareto(random, 2.5),
    'normal, one value 10 deviations off': normal,
  }
  const sizes = [10, 20, 30]
  const rows = Object.entries(families).map(([name, draw]) => [
    name,
    ...sizes.map((size) => {
      let any = 0
      for (let run = 0; run < runs; run++) {
        const random = randomOf(seed + 8, run)
        const values = Array.from({ length: size }, () => draw(random))
        if (name.endsWith('off')) values[0] = 10
        if (outliers(values).length > 0) any++
      }
      return percent(any, runs)
    }),
  ])
  print('Outlier blocks: some told in %:', ['blocks', ...sizes.map(String)], rows)
}

function sizes({ seed, runs }) {
  const row = [0, 0.3, 0.6, 0.8, 0.95].map((phi) => {
    const sizesFound = Array.from({ length: runs }, (_, run) =>
      effectiveSize(dependent(randomOf(seed + 9, run), 2_000, phi)),
    )
    const mean = sizesFound.reduce((sum, size) => sum + size, 0) / runs
    return [`φ ${phi}`, ((2_000 * (1 - phi)) / (1 + phi)).toFixed(0), mean.toFixed(0)]
  })
  print('Effective size of 2,000 values:', ['dependence', 'true', 'found on average'], row)
}
