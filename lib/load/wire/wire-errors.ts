import { errors } from 'undici'

// undici's own errors: who reads a result finds the same words for the same fault, whoever sent it.

/** Its types lack the constructor's second argument. */
const HTTPParserError = errors.HTTPParserError as unknown as new (
  message: string,
  code: string,
) => errors.HTTPParserError

/** Of a response that is no HTTP/1.1 as it is read here; llhttp's codes, before which `HPE_` is put. */
export function malformed(code: string, message: string): Error {
  return new HTTPParserError(message, code)
}
