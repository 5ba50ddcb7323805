import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToString } from 'react-dom/server'
import type { Language } from '#kernel'
import { Home } from '../firm/home.tsx'
import { loadTexts, TextsProvider } from '../texts/texts.tsx'
import { FormatsContext } from '../ui/index.ts'
import type { Me } from './answers.ts'
import { Frame } from './frame.tsx'
import { faceOf } from './navigation.ts'
import { MeProvider } from './queries.ts'

/** What the firm's home asks the API: the page is made on the server with the same answers. */
export const FIRST_QUESTIONS = ['/v1/me', '/v1/operations?limit=50', '/v1/notices'] as const

/**
 * The firm's home as markup, before any script has arrived: on a slow phone the words are there a second earlier. The same components as in
 * the browser, which then takes over. Nothing for whoever enters elsewhere.
 */
export async function firstPage(
  answers: Readonly<Record<string, unknown>>,
  language: Language,
): Promise<string | undefined> {
  const me = answers['/v1/me'] as Me | undefined
  if (!me || faceOf(me).home !== '/inicio') return undefined
  const texts = await loadTexts(language)
  const client = new QueryClient()
  for (const [path, answer] of Object.entries(answers)) client.setQueryData([path], answer)
  const { country, zone } = me.organisation
  const markup = renderToString(
    <TextsProvider value={texts}>
      <FormatsContext value={{ language, country: country ?? 'UY', zone: zone ?? 'UTC' }}>
        <QueryClientProvider client={client}>
          <MeProvider value={me}>
            <Frame path="/inicio">
              <div className="wrap page">
                <Home />
              </div>
            </Frame>
          </MeProvider>
        </QueryClientProvider>
      </FormatsContext>
    </TextsProvider>,
  )
  client.clear()
  return markup
}
