import { queryClient } from './queries.ts'

/** Answers that came with the page, so that nobody asks for them again. Answers whether the page came with its words too. */
export function takeFirstAnswers(): boolean {
  const kept = document.getElementById('first-answers')
  if (!kept) return false
  const answers = JSON.parse(kept.textContent ?? '{}') as Readonly<Record<string, unknown>>
  for (const [path, answer] of Object.entries(answers)) queryClient.setQueryData([path], answer)
  kept.remove()
  return true
}

/** Where the application is drawn: in the page itself, or beside what the server drew until it can take its place. */
export function placeFor(page: HTMLElement, drawn: boolean): HTMLElement {
  if (!drawn) return page
  const place = document.createElement('div')
  place.id = page.id
  const watch = new MutationObserver(() => {
    if (!place.querySelector('h1')) return
    watch.disconnect()
    page.replaceWith(place)
  })
  watch.observe(place, { childList: true, subtree: true })
  return place
}
