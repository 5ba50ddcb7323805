import storeIcon from '@phosphor-icons/core/regular/storefront.svg'
import { useEffect, useState, type ReactNode } from 'react'
import { Button, Icon, Mark, countryName, useFormats } from '../ui/index.ts'
import { keepLanguage, LANGUAGES, useTexts } from '../texts/texts.tsx'
import { onReach } from './api.ts'
import { useConfirming } from './confirming.tsx'
import type { Me, Notice, Page } from './answers.ts'
import { useLive } from './live.ts'
import type { Language } from '#kernel'
import { deskStyle } from './desk-style.ts'
import { loadDesk, type Desk } from '../texts/desk/desk.tsx'
import { faceOf, type Entry } from './navigation.ts'
import { flush, useOutbox } from './outbox.ts'
import { refresh, useAnswer, useMe } from './queries.ts'
import { setFaceDensity } from './settings.ts'

const isHere = (to: string, path: string): boolean => path === to || path.startsWith(`${to}/`)

function useCounts(): Readonly<Record<string, number>> {
  const me = useMe()
  const notices = useAnswer<Page<Notice>>('/v1/notices', { staleTime: 60_000 })
  const isQueue = faceOf(me).entries.some((e) => e.counts === 'inbox')
  const load = useAnswer<{ queues: readonly { role: string; waiting: number }[] }>(isQueue ? '/v1/workload' : null)
  return {
    notices: notices.data?.items.filter((n) => n.readAt === null).length ?? 0,
    inbox: (load.data?.queues ?? []).filter((q) => me.roles.includes(q.role)).reduce((n, q) => n + q.waiting, 0),
  }
}

function Entries({
  entries,
  path,
  counts,
  phone,
  desk,
}: {
  desk?: Desk | undefined
  entries: readonly Entry[]
  path: string
  counts: Readonly<Record<string, number>>
  phone?: boolean
}): ReactNode {
  const t = useTexts()
  return (
    <ul>
      {entries.map(({ to, icon, words, desk: word, counts: counter }) => {
        const n = counter ? (counts[counter] ?? 0) : 0
        return (
          <li key={to}>
            <a href={to} aria-current={isHere(to, path) ? 'page' : undefined}>
              {phone && <Icon of={icon} />}
              <span className="lb">{word ? desk?.nav[word] : words(t)}</span>
              {n > 0 && (
                <span className="count">
                  {n}
                  <span className="sr"> {counter === 'inbox' ? desk?.queue.unheld : t.shell.unread(n)}</span>
                </span>
              )}
            </a>
          </li>
        )
      })}
    </ul>
  )
}

/** Whether somebody answers. Heard from every request, and from the machine itself. */
function useReach(): { readonly online: boolean; readonly expired: boolean } {
  const [online, setOnline] = useState(navigator.onLine)
  const [expired, setExpired] = useState(false)
  useEffect(() => {
    const on = (): void => setOnline(true)
    const off = (): void => setOnline(false)
    addEventListener('online', on)
    addEventListener('offline', off)
    const stop = onReach((event) => {
      if (event === 'expired') setExpired(true)
      else if (event !== 'confirm') setOnline(event === 'reached')
    })
    return () => {
      removeEventListener('online', on)
      removeEventListener('offline', off)
      stop()
    }
  }, [])
  return { online, expired }
}

export function Bands({ live }: { live: { readonly fresh: number; readonly show: () => void } }): ReactNode {
  const t = useTexts().shell
  const me = useMe()
  const { online, expired } = useReach()
  const confirming = useConfirming()
  const stopped = !online || expired || confirming.pending
  const owner = `${me.person}/${me.organisation.id}`
  const waiting = useOutbox(owner).filter((i) => i.state === 'waiting' || i.state === 'sending').length
  useEffect(() => {
    if (stopped) return undefined
    const send = (): void =>
      void flush(owner).then((sent) => {
        if (sent) void refresh()
      })
    send()
    const timer = setInterval(send, 15_000)
    return () => clearInterval(timer)
  }, [stopped, owner])
  return (
    <>
      {confirming.dialog}
      {confirming.pending && waiting > 0 && (
        <div className="band" role="status">
          <p className="row">
            {t.confirm}{' '}
            <Button kind="alt" small onPress={confirming.ask}>
              {t.confirmNow}
            </Button>
          </p>
        </div>
      )}
      {expired && (
        <div className="band" role="alert">
          <p>
            {t.expired}{' '}
            <a href={`/entrar?to=${encodeURIComponent(location.pathname + location.search)}`} data-full>
              {t.enter}
            </a>
          </p>
        </div>
      )}
      <div className={online && waiting === 0 ? undefined : 'band'} role="status">
        {!online ? (
          <p>
            {t.offline} {waiting > 0 && <a href="/cuenta#por-enviar">{t.waiting(waiting)}</a>}
          </p>
        ) : (
          waiting > 0 && (
            <p>
              <a href="/cuenta#por-enviar">{t.sending(waiting)}</a>
            </p>
          )
        )}
      </div>
      <div className={live.fresh > 0 ? 'band' : undefined} role="status">
        {live.fresh > 0 && (
          <p className="row">
            {t.fresh(live.fresh)}{' '}
            <Button kind="alt" small onPress={live.show}>
              {t.show}
            </Button>
          </p>
        )}
      </div>
    </>
  )
}

/** Who acts, for whom: in every header, in the page's title and on every receipt. */
export function Hat({ me }: { me: Me }): ReactNode {
  const t = useTexts().shell
  return (
    <a className="who" href="/cuenta">
      <Icon of={storeIcon} />
      <span>
        <span className="sr">{t.account}</span>
        <b>{me.organisation.name}</b>
        <span>{me.name}</span>
      </span>
    </a>
  )
}

export function Footer(): ReactNode {
  const t = useTexts().shell
  const formats = useFormats()
  return (
    <footer className="foot">
      <div className="wrap">
        <span>{t.demo}</span>
        <a href="/v" data-full>
          {t.verify}
        </a>
        <a href="/design">Diseño</a>
        {LANGUAGES.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-current={code === formats.language ? 'true' : undefined}
            onClick={() => {
              keepLanguage(code)
              const url = new URL(location.href)
              url.searchParams.delete('lang')
              location.replace(url)
            }}
          >
            {name}
          </button>
        ))}
      </div>
    </footer>
  )
}

/** One shell: header with navigation and hat, bands, one `main`, footer, bar at the foot of a phone. */
export function Frame({ path, children }: { path: string; children: ReactNode }): ReactNode {
  const t = useTexts()
  const me = useMe()
  const formats = useFormats()
  const counts = useCounts()
  const live = useLive(true)
  const face = faceOf(me)
  useEffect(() => {
    document.body.classList.add('tabbed')
    return () => document.body.classList.remove('tabbed')
  }, [])
  const [desk, setDesk] = useState<Desk>()
  useEffect(() => {
    setFaceDensity(face.id === 'desk' ? 'densa' : 'cómoda')
    // The words of a desk are another chunk: a firm never reads them.
    if (face.id === 'desk')
      void Promise.all([loadDesk(formats.language as Language), deskStyle()]).then(([d]) => setDesk(d))
  }, [face.id, formats.language])
  const skip = (
    <a className="skip" href="#contenido" data-full>
      {t.shell.skip}
    </a>
  )
  const logo = (
    <a className="logo" href={face.home}>
      <Mark />
      Ventanilla
      {me.organisation.country && <small>{countryName(me.organisation.country, formats)}</small>}
    </a>
  )
  const phoneBar = (
    <nav className="tabbar" aria-label={t.shell.mainPhone}>
      <Entries entries={face.entries.filter((e) => e.phone)} path={path} counts={counts} phone desk={desk} />
    </nav>
  )
  if (face.id === 'desk')
    return (
      <>
        {skip}
        <div className={path.startsWith('/casos/') ? 'work mini' : 'work'}>
          <header className="rail">
            {logo}
            <nav aria-label={t.shell.main}>
              <Entries entries={face.entries} path={path} counts={counts} phone desk={desk} />
            </nav>
            <p className="me">
              <a href="/cuenta">
                <b>{me.name}</b>
              </a>
              <br />
              <span className="lb">{me.organisation.name}</span>
            </p>
          </header>
          <div className="deskcol">
            <header className="top mob">
              <div className="bar">
                {logo}
                <Hat me={me} />
              </div>
            </header>
            <Bands live={live} />
            <main id="contenido" tabIndex={-1} className="desk">
              {children}
            </main>
          </div>
        </div>
        {phoneBar}
      </>
    )
  return (
    <>
      {skip}
      <header className="top">
        <div className="bar">
          {logo}
          <nav aria-label={t.shell.main}>
            <Entries entries={face.entries.filter((e) => e.desktop)} path={path} counts={counts} />
          </nav>
          <Hat me={me} />
        </div>
      </header>
      <Bands live={live} />
      <main id="contenido" tabIndex={-1}>
        {children}
      </main>
      <Footer />
      {phoneBar}
    </>
  )
}
