import { sendInvitations, type InvitationDeps } from '#modules/enterprises'
import { createDispatcher, type ChannelDeps, type Dispatcher } from '#modules/notices'
import type { House, Log } from './house.ts'

export const channelsOf = ({ mailer, sms, webhookKey, config }: House): ChannelDeps => ({
  mailer,
  sms,
  webhookKey,
  localWebhooks: config.sandbox,
})

/** What the links of invitations are made and known by. */
export const lettersOf = ({ engine, login }: Pick<House, 'engine' | 'login'>): InvitationDeps => ({
  engine,
  key: login.secrets.derive('invitations'),
})

/** Sends the invitations of firms that are due. Answers how many left. */
export const tellInvited = (house: House, publicUrl: () => string): Promise<number> =>
  sendInvitations({ ...lettersOf(house), pool: house.pool, mailer: house.mailer, publicUrl })

/** Carries courtesy copies for a house. */
export const dispatcherOf = (house: House, publicUrl: () => string, log: Pick<Log, 'warn'>): Dispatcher =>
  createDispatcher({
    ...channelsOf(house),
    pool: house.pool,
    clock: house.clock,
    publicUrl,
    help: house.config.help,
    log,
    ms: () => performance.now(),
  })

const POLL_MS = 2000

/** Looks for copies, and for what else is to be told, every two seconds. Answers how to stop. */
export function keepTelling(
  dispatcher: Dispatcher,
  log: Pick<Log, 'warn'>,
  also: () => Promise<unknown> = () => Promise.resolve(),
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let over = false
  let under: Promise<unknown> = Promise.resolve()
  const round = (): void => {
    under = also()
      .then(() => dispatcher.run())
      .catch((error: unknown) => log.warn(`courtesy copies: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        if (!over) timer = setTimeout(round, POLL_MS)
      })
  }
  round()
  return async () => {
    over = true
    dispatcher.stop()
    clearTimeout(timer)
    await under
  }
}
