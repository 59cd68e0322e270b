import { InvalidArgumentError, Option } from 'commander'
import { parseQuantity } from '../../units/quantity.ts'

/** The name of the service of the SLOs: a DNS label. */
export function serviceOption(): Option {
  return new Option('--service <name>', 'the service that the SLOs are of')
    .default('llm-cluster')
    .argParser((text) => {
      if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return text
      throw new InvalidArgumentError(
        'It must be a DNS label: up to 63 lower-case letters, digits and hyphens within.',
      )
    })
}

/** A duration as OpenSLO writes it. */
export function windowOption(): Option {
  return new Option('--window <duration>', 'the rolling window of each SLO')
    .default('28d')
    .argParser((text) => {
      if (/^[1-9]\d{0,4}[mhdwMQY]$/.test(text)) return text
      throw new InvalidArgumentError('It must be a number and one of m, h, d, w, M, Q, Y: 28d.')
    })
}

/** A share, above 0 % and below 100 %, as a fraction. */
export function shareOption(): Option {
  return new Option(
    '--target <percentage>',
    'which share of the measured values must be within a threshold; specs do not say',
  )
    .default(0.99, '99%')
    .argParser((text) => {
      const parsed = parseQuantity(text, 'percentage')
      if (parsed.ok && parsed.value > 0 && parsed.value < 100) return parsed.value / 100
      throw new InvalidArgumentError('It must be a percentage above 0% and below 100%.')
    })
}
