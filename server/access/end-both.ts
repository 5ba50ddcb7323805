import type { Identity } from '#platform/access'
import type { House } from '../house.ts'

/** Ends a session here and at our identity provider, or all of them: whoever signs out is not let in again without being asked. */
export async function endBoth({ directory, login }: House, who: Identity, everywhere: boolean): Promise<void> {
  const { person } = who.actor
  if (everywhere) {
    await directory.sessions.endAll(person)
    await login.endAtProvider(person)
    return
  }
  if (!who.session) return
  await directory.sessions.endById(who.session.id)
  if (who.session.providerSession) await login.endAtProvider(person, who.session.providerSession)
}
