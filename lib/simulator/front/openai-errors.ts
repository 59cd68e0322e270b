/** An error in the format of the OpenAI API. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string | null
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    code: string | null = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }

  get body() {
    const type = this.status >= 500 ? 'server_error' : 'invalid_request_error'
    return { error: { message: this.message, type, param: null, code: this.code } }
  }
}

/** The message of llama.cpp until its model is in memory. */
export class LoadingError extends ApiError {
  constructor() {
    super(503, 'Loading model')
  }

  override get body() {
    return { error: { ...super.body.error, type: 'unavailable_error', code: '503' } }
  }
}
