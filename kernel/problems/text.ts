/** Words of one problem in one language: what happened, and what to do about it. `{name}` is filled from the refusal's params. */
export interface ProblemWords {
  readonly message: string
  readonly fix: string
}

/** A problem code as people read it. `status` is its HTTP status (spec 0.2); `example` shows a right value. */
export interface ProblemText {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 423 | 428 | 429 | 500 | 503
  readonly es: ProblemWords
  readonly en: ProblemWords
  readonly pt: ProblemWords
  readonly example?: string
}
