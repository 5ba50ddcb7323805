import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { FormatsContext } from '../ui/index.ts'
import { chosenLanguage, loadTexts, TextsProvider } from '../texts/texts.tsx'
import { api } from './api.ts'
import { sweepDrafts } from './drafts.ts'
import { placeFor, takeFirstAnswers } from './first-answers.ts'
import { queryClient } from './queries.ts'
import { followLinks, router } from './router.tsx'
import { applySettings, readSettings } from './settings.ts'

const language = chosenLanguage()
document.documentElement.lang = language
applySettings(readSettings())
followLinks()

const drawn = takeFirstAnswers()
// What the first page will ask is asked while its code is still being read: on a slow network each question in turn is felt.
if (!drawn)
  for (const path of ['/v1/me', ...(location.pathname === '/inicio' ? ['/v1/operations?limit=50'] : [])])
    void queryClient.prefetchQuery({ queryKey: [path], queryFn: () => api(path) })

const page = document.getElementById('app')
void loadTexts(language).then((texts) => {
  if (!page) return
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  createRoot(placeFor(page, drawn)).render(
    <TextsProvider value={texts}>
      <FormatsContext value={{ language, country: 'UY', zone }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </FormatsContext>
    </TextsProvider>,
  )
})

addEventListener('load', () => {
  void sweepDrafts(Date.now())
  if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js').catch(() => undefined)
})
