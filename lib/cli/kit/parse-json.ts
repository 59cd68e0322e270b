import { jsonFault } from '../../source/json-fault.ts'
import { UserError } from '../../source/user-error.ts'

/**
 * The value of the text of a JSON file.
 * @param expected what the file should be
 * @throws UserError with the place of the first mistake
 */
export function parseJson(file: string, text: string, expected: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const { message, ...place } = jsonFault(text)
    throw new UserError([{ code: 'json_syntax', message, place: { file, ...place }, expected }])
  }
}
