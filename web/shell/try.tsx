import type { ReactNode } from 'react'
import { Button, Skeleton } from '../ui/index.ts'
import { useTexts } from '../texts/texts.tsx'
import { devToken } from './api.ts'
import type { Page } from './answers.ts'
import { Title, Wrong } from './page.tsx'
import { forgetAnswers } from './store.ts'
import { queryClient, useAnswer } from './queries.ts'

interface DemoAccount {
  readonly label: string
  readonly name: string
  readonly organisation: string
  readonly roles: readonly string[]
  readonly token: string
}

/** The invented people of a test window, to be one of them in this tab. There are none where the sandbox is off. */
export function Try(): ReactNode {
  const t = useTexts().shell
  const { data, error } = useAnswer<Page<DemoAccount>>('/v1/demo/accounts')
  const enter = (token: string): void => {
    forgetAnswers()
    queryClient.clear()
    devToken.set(token)
    const back = new URLSearchParams(location.search).get('to')
    location.assign(back?.startsWith('/') && !back.startsWith('//') ? back : '/inicio')
  }
  return (
    <main className="wrap narrow page stack" id="contenido">
      <Title>{t.tryTitle}</Title>
      <p>{t.tryMore}</p>
      {error ? <Wrong error={error} /> : !data ? <Skeleton /> : null}
      <ul className="rows">
        {data?.items.map(({ label, name, organisation, roles, token }) => (
          <li key={label}>
            <div>
              <b>{name}</b>
              <div className="small muted">
                {organisation}, {roles.join(', ')} ({label})
              </div>
            </div>
            <Button kind="alt" small onPress={() => enter(token)} label={`${t.beThis}: ${name}`}>
              {t.beThis}
            </Button>
          </li>
        ))}
      </ul>
    </main>
  )
}
