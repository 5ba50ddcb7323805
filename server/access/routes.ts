import { readFileSync } from 'node:fs'
import { allGrants } from '#platform/access'
import type { Door } from '#platform/http'
import { createProvider, WINDOW_CLIENT, type IdentityService, type Issuer } from '#platform/identity'
import { PASSKEY_SCRIPT, passkeyScript } from '../../web/access/index.ts'
import { errorPage, languageOf } from '../../web/public/index.ts'
import type { House } from '../house.ts'
import { arrivalRoutes } from './arrival-routes.ts'
import { clientRoutes } from './client-routes.ts'
import { contactPages } from './contact-pages.ts'
import { createDesk } from './desk.ts'
import { createFirmDesk } from './firm-desk.ts'
import { firmRoutes } from './firm-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { loginRoutes } from './login-routes.ts'
import { oversightPages } from './oversight-pages.ts'
import { mandateRoutes } from './mandate-routes.ts'
import { mailLinkRoutes } from './mail-link-routes.ts'
import { insideFetch, mountProvider } from './mount-provider.ts'
import { securityRoutes } from './security-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { treasuryPages } from './treasury-pages.ts'

/** Everything by which people and programs show who they are: the identity provider, our side of it, and the pages of both. */
export async function accessRoutes(app: Door, house: House, publicUrl: () => string): Promise<void> {
  const { config, login, directory, log } = house
  const url = (): string => publicUrl().replace(/\/$/, '')
  // Made when first needed: only then is it known under which address the window stands.
  let made: IdentityService | undefined
  const service = (): IdentityService => {
    made ??= createProvider({
      ...login,
      url: url(),
      proxied: config.trustProxy !== false || url().startsWith('https:'),
      grants: allGrants,
      errorPage: (status, code, asked) =>
        errorPage({ status, code }, { language: languageOf(asked), sandbox: config.sandbox }),
      log,
    })
    return made
  }
  const issuer = (): Issuer => {
    const redirectUri = `${url()}/entrar/vuelta`
    if (!config.oidc) {
      const { issuer: address, windowSecret } = service()
      const ours = { url: address, clientId: WINDOW_CLIENT, clientSecret: windowSecret, fetch: insideFetch(app) }
      return { ...ours, redirectUri, strongAcr: [] }
    }
    const { issuer: address, clientId, clientSecret, privateKeyFile, strongAcr } = config.oidc
    return {
      url: address,
      clientId,
      redirectUri,
      strongAcr,
      ...(clientSecret ? { clientSecret } : {}),
      ...(privateKeyFile
        ? { privateKey: JSON.parse(readFileSync(privateKeyFile, 'utf8')) as Issuer['privateKey'] & object }
        : {}),
    }
  }
  directory.acceptPrograms(async (token) => {
    const said = await service().verify(token)
    return said && { client: said.client.id, account: said.client.account, scopes: said.scopes }
  })
  const desk = createDesk(app, { house, service, relyingParty: login.relyingParty(issuer), url })
  app.get(PASSKEY_SCRIPT, (_, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=3600').send(passkeyScript()),
  )
  await mountProvider(app, service)
  await signInRoutes(app, desk)
  await arrivalRoutes(app, desk)
  await loginRoutes(app, desk)
  await mailLinkRoutes(app, desk)
  await invitationRoutes(app, desk)
  await securityRoutes(app, desk)
  const firms = createFirmDesk(desk)
  await firmRoutes(app, desk, firms)
  await mandateRoutes(app, desk, firms)
  await contactPages(app, desk, firms)
  await treasuryPages(app, desk, firms)
  await oversightPages(app, desk, firms)
  clientRoutes(app, { directory, login, service })
}
