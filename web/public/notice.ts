import type { Language } from '#kernel'
import { page } from './frame.ts'
import { html } from './html.ts'
import { inLanguage } from './languages.ts'
import { noticePageTexts } from './texts/notice.ts'

/** Where the one link of every notice leads: it says that there is something to read, never what, and is the same for any id. */
export function noticePage(id: string, { language, sandbox }: { language: Language; sandbox: boolean }): string {
  const texts = noticePageTexts[language]
  return page({
    language,
    sandbox,
    title: texts.title,
    body: html`<div class="wrap narrow flow page">
      <h1>${texts.title}</h1>
      <p class="lead">${texts.lead}</p>
      <p><a class="btn" href="${inLanguage(`/buzon/${id}`, language)}">${texts.open}</a></p>
      <p class="hint">${texts.why}</p>
    </div>`,
  })
}
