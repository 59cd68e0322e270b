import { InvalidArgumentError, Option } from 'commander'

/** An option with a whole number. */
export function numberOption(flags: string, words: string, least: number, most: number): Option {
  return new Option(flags, words).argParser((text) => wholeNumber(text, least, most))
}

/** An option that is a number, or the word `none`. */
export function numberOrNoneOption(
  flags: string,
  words: string,
  least: number,
  most: number,
): Option {
  return new Option(flags, words).argParser((text) => {
    if (text === 'none') return text
    if (/^\d+$/.test(text)) return wholeNumber(text, least, most)
    const expected = `a whole number from ${least} to ${most}, or \`none\``
    throw new InvalidArgumentError(`\`${text}\` must be ${expected}.`)
  })
}

/** An option with several numbers: `5 15` as well as `5,15`; each counts once. */
export function numbersOption(flags: string, words: string, least: number, most: number): Option {
  return new Option(flags, words).argParser((text: string, before: readonly number[] = []) => {
    const parts = text.split(',').map((part) => part.trim())
    const numbers = new Set([...before, ...parts.map((part) => wholeNumber(part, least, most))])
    if (numbers.size > maxNumbers) throw new InvalidArgumentError(`At most ${maxNumbers}.`)
    return [...numbers]
  })
}

/** As many as the check accepts. */
const maxNumbers = 50

/** `95` or `95%`. */
export function percentOption(flags: string, words: string): Option {
  return new Option(flags, words).argParser((text) => {
    const percent = Number(text.replace(/%$/, ''))
    if (/^\d/.test(text) && percent >= 0 && percent <= 100) return percent
    throw new InvalidArgumentError('It must be a percentage from 0 to 100.')
  })
}

function wholeNumber(text: string, least: number, most: number): number {
  const parsed = Number(text)
  if (/^\d+$/.test(text) && parsed >= least && parsed <= most) return parsed
  throw new InvalidArgumentError(`\`${text}\` must be a whole number from ${least} to ${most}.`)
}
