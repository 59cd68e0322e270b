import { nearestName } from './nearest-name.ts'
import { type Problem, UserError } from './user-error.ts'

/** Options by name, with the result of `typeof` for their values; `texts` is a list of strings. */
export type OptionTypes = Readonly<
  Record<string, 'string' | 'number' | 'boolean' | 'object' | 'texts'>
>

/**
 * Refuses what types do not catch in a JavaScript or loosely typed configuration: an unknown option, and
 * one that is given as undefined, as by `process.env.NOT_SET`, and so would silently have its default.
 * @param owner of the options: `the plugin`
 * @throws UserError with all problems
 */
export function checkOptions(owner: string, options: object, types: OptionTypes): void {
  const problems = Object.entries(options).flatMap(([name, value]): Problem[] => {
    const problem = problemOf(owner, name, value, types)
    return problem ? [problem] : []
  })
  if (problems.length > 0) throw new UserError(problems)
}

function problemOf(
  owner: string,
  name: string,
  value: unknown,
  types: OptionTypes,
): Problem | undefined {
  const known = Object.keys(types)
  if (!known.includes(name)) {
    const suggestion = nearestName(name, known)
    return {
      code: 'unknown_option',
      message: `${owner} has no option \`${name}\``,
      expected: known.length > 0 ? `one of ${known.join(', ')}` : 'no options',
      ...(suggestion !== undefined && { suggestion }),
    }
  }
  if (value === undefined) {
    return {
      code: 'undefined_option',
      message: `the option \`${name}\` of ${owner} is given as undefined`,
      expected: 'a value; leave the option out for its default',
    }
  }
  if (isOfType(value, types[name])) return undefined
  return {
    code: 'invalid_option',
    message: `the option \`${name}\` of ${owner} is of type ${value === null ? 'null' : typeof value}`,
    expected: types[name] === 'texts' ? 'a list of strings' : `a value of type ${types[name]}`,
  }
}

function isOfType(value: unknown, type: OptionTypes[string] | undefined): boolean {
  if (type !== 'texts') return typeof value === type && value !== null
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
