import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StartupError } from '#platform/db'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const version = '0.1.0'

/** What a person may choose from outside. Everything else is a default of the house or of a country's pack. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly packsDir: string
  readonly dictionaryDir: string
  readonly databaseUrl: string | null
  readonly databaseAppUrl: string | null
  /** Statements are prepared by name; off behind a transaction pooler that does not know them (PgBouncer before 1.21). */
  readonly prepared: boolean
  /** `server` answers requests, `worker` does what time and others ask for, `all` both: one process, or the nodes of many. */
  readonly role: 'all' | 'server' | 'worker'
  /** Folders that all nodes share; nothing: in the data folder of this one. */
  readonly keysFolder: string | null
  readonly filesFolder: string | null
  /** Test clocks, demo accounts, development tokens. Never in production. */
  readonly sandbox: boolean
  /** Figures not confirmed against the norm may not load. */
  readonly production: boolean
  /** File of the public keys by which packs must be signed; production then refuses a pack that is not. */
  readonly packKey: string | null
  readonly publicUrl: string | null
  /** Proxies whose X-Forwarded-* are believed (`loopback`, addresses, networks); none unless said. */
  readonly trustProxy: string | false
  /** Opens the key files of the certification authority; nothing: a secret of its own in the data folder. */
  readonly keysPassphrase: string | null
  /** PEM file of the roots of national authorities whose certificates may sign messages, beside our own. */
  readonly trustList: string | null
  /** Messages a second of one firm; 0: no limit (M30-4). Versions of the messages that are no longer taken in. */
  readonly h2h: { readonly perSecond: number; readonly retired: readonly number[] }
  /** A time-stamping authority that is not ours (RFC 3161 over HTTP), and a PEM file of the roots its certificates lead to. */
  readonly tsaUrl: string | null
  readonly tsaRoots: string | null
  /** Countries to load; all when empty. */
  readonly logLevel: string
  /** Nothing: mail is captured and read on `/correo`, not sent. */
  readonly smtpUrl: string | null
  /** Another identity provider than our own. */
  readonly oidc: OidcConfig | null
  /** Acts that sign at an advanced level or above ask for a second factor. */
  readonly stepUp: boolean
  readonly taxRegistry: { readonly baseUrl: string; readonly secret: string } | null
  /** The State's registry of small firms; nothing: in a sandbox a simulator, without either nobody's size can be proved. */
  readonly sizes: { readonly baseUrl: string; readonly secret: string } | null
  /** Customs' own system; nothing: in a sandbox a simulator, without either declarations wait. */
  readonly customs: { readonly baseUrl: string; readonly secret: string } | null
  /** Requests a second of one identity; four times as many of one address. 0: no limit. */
  readonly rateLimit: number
  readonly mailFrom: string
  /** Gateway for short messages; nothing: they are captured. */
  readonly smsUrl: string | null
  readonly smsSecret: string
  /** How the help desk is reached: the last but one line of every notice. */
  readonly help: string
  /** A payment provider that speaks the protocol of docs/how-to/payments.md; nothing: the simulated bank of a sandbox, else transfers only. */
  readonly payments: { readonly baseUrl: string; readonly secret: string } | null
}

export const keysDirOf = ({ keysFolder, dataDir }: Pick<Config, 'keysFolder' | 'dataDir'>): string =>
  keysFolder ?? join(dataDir, 'keys')

function roleOf({ VUCE_ROLE: role = 'all', DATABASE_URL }: NodeJS.ProcessEnv): Config['role'] {
  if (role !== 'all' && role !== 'server' && role !== 'worker')
    throw new StartupError(`VUCE_ROLE is ${role}.`, 'It is server, worker, or all (the default).')
  if (role !== 'all' && !DATABASE_URL)
    throw new StartupError(`A ${role} alone needs a database that others share.`, 'Name it with DATABASE_URL.')
  return role
}

function paymentsOf({ PAYMENT_URL, PAYMENT_SECRET }: NodeJS.ProcessEnv): Config['payments'] {
  if (!PAYMENT_URL) return null
  if (!/^https?:\/\/[^/\s]+/.test(PAYMENT_URL))
    throw new StartupError('PAYMENT_URL is no address of a payment provider.', 'Write https://pagos.example.pe.')
  if (!PAYMENT_SECRET || PAYMENT_SECRET.length < 16)
    throw new StartupError(
      'PAYMENT_URL is set and PAYMENT_SECRET is missing or shorter than 16 characters.',
      'Give the secret that the provider signs its callbacks with.',
    )
  return { baseUrl: PAYMENT_URL, secret: PAYMENT_SECRET }
}

export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | null
  /** File with a private key (JWK, ES256) by which the window authenticates, instead of a secret. */
  readonly privateKeyFile: string | null
  /** Values of `acr` that mean a second factor with that provider. */
  readonly strongAcr: readonly string[]
}

function oidcOf(env: NodeJS.ProcessEnv): OidcConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = env
  if (!issuer) return null
  if (!URL.canParse(issuer) || !/^https?:/.test(issuer))
    throw new StartupError(`OIDC_ISSUER is ${issuer}, which is no address.`, 'For example https://id.example.gob')
  if (!clientId) throw new StartupError('OIDC_ISSUER is set and OIDC_CLIENT_ID is not.', 'Register the window there.')
  return {
    issuer,
    clientId,
    clientSecret: env.OIDC_CLIENT_SECRET ?? null,
    privateKeyFile: env.OIDC_PRIVATE_KEY ?? null,
    strongAcr: env.OIDC_STRONG_ACR?.split(/[,\s]+/).filter(Boolean) ?? [],
  }
}

function rateLimitOf({ VUCE_RATE_LIMIT }: NodeJS.ProcessEnv): number {
  const limit = Number(VUCE_RATE_LIMIT ?? 500)
  if (!Number.isFinite(limit) || limit < 0)
    throw new StartupError(
      `VUCE_RATE_LIMIT is ${VUCE_RATE_LIMIT}, which is no number.`,
      'Requests a second; 0 for no limit.',
    )
  return limit
}

function h2hOf({ VUCE_H2H_QUOTA, VUCE_H2H_RETIRED }: NodeJS.ProcessEnv): Config['h2h'] {
  const perSecond = Number(VUCE_H2H_QUOTA ?? 5)
  if (!Number.isFinite(perSecond) || perSecond < 0)
    throw new StartupError(
      `VUCE_H2H_QUOTA is ${VUCE_H2H_QUOTA}, which is no number.`,
      'Messages a second; 0 for no limit.',
    )
  const retired = (VUCE_H2H_RETIRED ?? '').split(',').filter(Boolean).map(Number)
  if (retired.some((v) => !Number.isInteger(v)))
    throw new StartupError(`VUCE_H2H_RETIRED is ${VUCE_H2H_RETIRED}: no list of versions.`, 'Write 1, or 1,2.')
  return { perSecond, retired }
}

function smtpUrlOf({ SMTP_URL, MAIL_FROM }: NodeJS.ProcessEnv): string | null {
  if (!SMTP_URL) return null
  if (!/^smtps?:\/\/[^/\s]+/.test(SMTP_URL))
    throw new StartupError(
      'SMTP_URL is no address of a mail server.',
      'Write smtp://user:password@host:587, or smtps:// for TLS from the start.',
    )
  if (!MAIL_FROM)
    throw new StartupError(
      'SMTP_URL is set and MAIL_FROM is not: mail needs a sender.',
      'For example MAIL_FROM="Ventanilla <avisos@vuce.gob.pe>".',
    )
  return SMTP_URL
}

/** @throws StartupError on a value that cannot be one. */
export function readConfig(env: NodeJS.ProcessEnv, cwd: string): Config {
  const path = (value: string): string => (isAbsolute(value) ? value : resolve(cwd, value))
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new StartupError(`PORT is ${env.PORT}, which is no port.`, 'Give a number from 0 to 65535.')
  const production = env.NODE_ENV === 'production'
  const sandbox = env.VUCE_SANDBOX ? env.VUCE_SANDBOX === 'on' : !production
  if (production && sandbox)
    throw new StartupError('A sandbox cannot run in production.', 'Leave out VUCE_SANDBOX, or NODE_ENV=production.')
  return {
    port,
    host: env.HOST ?? '127.0.0.1',
    dataDir: path(env.VUCE_DATA ?? join(root, '.data')),
    packsDir: path(env.VUCE_PACKS ?? join(root, 'packs')),
    dictionaryDir: join(root, 'dictionary'),
    databaseUrl: env.DATABASE_URL ?? null,
    databaseAppUrl: env.DATABASE_APP_URL ?? null,
    prepared: env.VUCE_PREPARED !== 'off',
    role: roleOf(env),
    keysFolder: env.VUCE_KEYS ? path(env.VUCE_KEYS) : null,
    filesFolder: env.VUCE_FILES ? path(env.VUCE_FILES) : null,
    sandbox,
    production,
    packKey: env.VUCE_PACK_KEY ? path(env.VUCE_PACK_KEY) : null,
    publicUrl: env.VUCE_PUBLIC_URL ?? null,
    trustProxy: env.VUCE_TRUST_PROXY || false,
    keysPassphrase: env.VUCE_KEYS_PASSPHRASE ?? null,
    trustList: env.VUCE_TRUST_LIST ? path(env.VUCE_TRUST_LIST) : null,
    h2h: h2hOf(env),
    tsaUrl: env.VUCE_TSA_URL ?? null,
    tsaRoots: env.VUCE_TSA_ROOTS ? path(env.VUCE_TSA_ROOTS) : null,
    oidc: oidcOf(env),
    sizes: env.SME_REGISTRY_URL ? { baseUrl: env.SME_REGISTRY_URL, secret: env.SME_REGISTRY_SECRET ?? '' } : null,
    customs: env.CUSTOMS_URL ? { baseUrl: env.CUSTOMS_URL, secret: env.CUSTOMS_SECRET ?? '' } : null,
    taxRegistry: env.TAX_REGISTRY_URL ? { baseUrl: env.TAX_REGISTRY_URL, secret: env.TAX_REGISTRY_SECRET ?? '' } : null,
    rateLimit: rateLimitOf(env),
    stepUp: env.VUCE_STEP_UP ? env.VUCE_STEP_UP === 'on' : !sandbox,
    logLevel: env.LOG_LEVEL ?? 'info',
    payments: paymentsOf(env),
    help: env.VUCE_HELP ?? 'ayuda@ventanilla.invalid',
    smtpUrl: smtpUrlOf(env),
    smsUrl: env.SMS_URL ?? null,
    smsSecret: env.SMS_SECRET ?? '',
    mailFrom: env.MAIL_FROM ?? 'Ventanilla <avisos@ventanilla.invalid>',
  }
}
