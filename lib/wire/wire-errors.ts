import { errors } from 'undici'

// undici's own errors, so that results have the same codes for the same fault, whichever client sent the
// request.

/** Its types lack the constructor's second argument. */
const HTTPParserError = errors.HTTPParserError as unknown as new (
  message: string,
  code: string,
) => errors.HTTPParserError

/** For a response that is not valid HTTP/1.1; llhttp's codes with the prefix `HPE_`. */
export function malformed(code: string, message: string): Error {
  return new HTTPParserError(message, code)
}
