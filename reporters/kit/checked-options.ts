import { checkOptions, type OptionTypes } from '../../lib/source/check-options.ts'

/**
 * A reporter's options, unchanged.
 * @throws UserError for an option that is unknown, undefined or of another type
 */
export function checkedOptions<T extends object>(
  reporter: string,
  options: T,
  types: OptionTypes & Readonly<Record<keyof T, OptionTypes[string]>>,
): T {
  checkOptions(`the reporter ${reporter}`, options, types)
  return options
}
