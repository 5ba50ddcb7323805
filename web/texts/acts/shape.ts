/** Words for names of the program, each by that name. */
type Words = Readonly<Record<string, string>>
export interface Acts {
  readonly events: Words
  readonly fields: Words
  readonly values: Words
}
