import { useState, type ReactNode } from 'react'
import { Button, Checkbox, Choices, Pairs, showMoment, Turno, useFormats } from '../ui/index.ts'
import { useTexts } from '../texts/texts.tsx'
import { api, say } from './api.ts'
import { forgetDevice } from './drafts.ts'
import { dropWaiting, useOutbox } from './outbox.ts'
import { Title } from './page.tsx'
import { queryClient, useMe } from './queries.ts'
import { forgetAnswers } from './store.ts'
import { keepSettings, readSettings, type Settings } from './settings.ts'
import type { Language } from '#kernel'

const HOLDER = { waiting: 'wait', sending: 'them', rejected: 'bad', received: 'done' } as const

/** Who one is, how the screen looks, and what waits to be sent. */
export function Account(): ReactNode {
  const { shell: t, dossier } = useTexts()
  const me = useMe()
  const formats = useFormats()
  const others = (me.hats ?? []).filter((hat) => hat.account !== me.account)
  const [settings, setSettings] = useState(readSettings)
  const outbox = useOutbox(`${me.person}/${me.organisation.id}`)
  const change = (part: Partial<Settings>): void => {
    const next = { ...settings, ...part }
    setSettings(next)
    keepSettings(next)
  }
  return (
    <div className="stack far">
      <section className="stack">
        <Title>{t.accountTitle}</Title>
        <Pairs
          items={[
            [t.youAre, `${me.name}, ${me.organisation.name}`],
            [t.roles, me.roles.join(', ')],
          ]}
        />
        {others.length > 0 && (
          <>
            <h2>{t.hats}</h2>
            <ul className="rows">
              {others.map((hat) => (
                <li key={hat.account}>
                  <div>
                    <b>{hat.organisation.name}</b>
                    <div className="small muted">{hat.roles.join(', ')}</div>
                  </div>
                  <Button
                    kind="alt"
                    small
                    label={`${t.wear}: ${hat.organisation.name}`}
                    onPress={() => {
                      forgetAnswers()
                      void api('/v1/session/hat', { method: 'POST', body: { account: hat.account } }).then(() =>
                        location.assign('/inicio'),
                      )
                    }}
                  >
                    {t.wear}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
        <p className="row">
          {me.organisation.kind === 'firm' && (
            <a className="btn alt" href="/equipo">
              {dossier.team}
            </a>
          )}
          <a className="btn alt" href="/empresa" data-full>
            {t.firmPage}
          </a>
          <a className="btn alt" href="/entrar" data-full>
            {t.changeHat}
          </a>
          <Button
            kind="bare"
            onPress={() => {
              forgetAnswers()
              void forgetDevice().then(() => {
                queryClient.clear()
                location.assign('/salir')
              })
            }}
          >
            {t.leave}
          </Button>
        </p>
      </section>
      <section className="stack" id="por-enviar" aria-labelledby="outbox">
        <h2 id="outbox">{t.outbox}</h2>
        {outbox.length === 0 ? (
          <p>{t.outboxEmpty}</p>
        ) : (
          <ul className="rows">
            {outbox.map((item) => (
              <li key={item.id}>
                <div>
                  <b>{item.title}</b>
                  <div className="small muted">{showMoment(item.at, formats)}</div>
                  {item.problem?.errors.map((e) => (
                    <p key={e.pointer + e.code} className="small">
                      {say(e, 'message', formats.language as Language)}
                    </p>
                  ))}
                </div>
                <span className="row">
                  <Turno holder={HOLDER[item.state]}>{t.outboxState[item.state]}</Turno>
                  {item.state !== 'sending' && (
                    <Button kind="alt" small onPress={() => void dropWaiting(item.id)}>
                      {t.discard}
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="stack loose">
        <Choices
          name="theme"
          legend={t.theme}
          value={settings.theme}
          onChange={(theme) => change({ theme: theme as Settings['theme'] })}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t.themes[value] }))}
        />
        <Choices
          name="density"
          legend={t.density}
          value={settings.density}
          onChange={(density) => change({ density: density as Settings['density'] })}
          options={(['propia', 'cómoda', 'densa'] as const).map((value) => ({ value, label: t.densities[value] }))}
        />
        <Checkbox id="keys" checked={settings.keys} onChange={(keys) => change({ keys })}>
          <b>{t.keys}</b>
        </Checkbox>
      </section>
    </div>
  )
}
