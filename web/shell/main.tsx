import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { FormatsContext } from '../ui/index.ts'
import { chosenLanguage, loadTexts, TextsProvider } from '../texts/texts.tsx'
import { sweepDrafts } from './drafts.ts'
import { queryClient } from './queries.ts'
import { followLinks, router } from './router.tsx'
import { applySettings, readSettings } from './settings.ts'

const language = chosenLanguage()
document.documentElement.lang = language
applySettings(readSettings())
followLinks()

const place = document.getElementById('app')
void loadTexts(language).then((texts) => {
  if (!place) return
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  createRoot(place).render(
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
