import type { Door } from '#platform/http'

/** Fields of a form as a browser without JavaScript sends it. A field sent twice counts once. */
export type Form = Readonly<Record<string, string>>

/** Within one part of the server only: everywhere else a form is no message of ours. */
export function takeForms(app: Door): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 64 * 1024 },
    (_, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}

/** Where to go after coming in: a path of ours and nothing else. `//host` and `/\host` are other places. */
export function pathOf(to: unknown, otherwise: string): string {
  if (typeof to !== 'string' || to.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(to)) return otherwise
  return to.includes('\\') ? otherwise : to
}
