import { checkOptions, type OptionTypes } from '../../lib/source/check-options.ts'

/**
 * A reporter's options, as they are.
 * @throws UserError for one that does not exist, is undefined or is of another type
 */
export function checkedOptions<T extends object>(
  reporter: string,
  options: T,
  types: OptionTypes & Readonly<Record<keyof T, OptionTypes[string]>>,
): T {
  checkOptions(`the reporter ${reporter}`, options, types)
  return options
}
