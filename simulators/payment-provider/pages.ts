import type { Payment } from './bank.ts'
import { LANGUAGES, texts, type Language } from './texts.ts'

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export const BANK_CSS = `:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;background:light-dark(#f4f4f8,#14141b);color:light-dark(#1b1b29,#ececf4)}
.band{background:#5b2a86;color:#fff;text-align:center;padding:10px 16px;font-weight:700;letter-spacing:.06em}
nav{display:flex;gap:4px;justify-content:flex-end;padding:4px 20px}
nav a{min-width:44px;min-height:44px;display:inline-flex;align-items:center;justify-content:center;padding:0}
nav a[aria-current]{font-weight:700;text-decoration:none}
main{width:min(32rem,100% - 40px);margin:24px auto 40px}
h1{font-size:1.9rem;line-height:1.15;margin:0 0 8px}
dl{border-top:1px solid #8886;margin:24px 0}
dl div{display:flex;justify-content:space-between;gap:16px;padding:12px 0;border-bottom:1px solid #8886}
dt{color:light-dark(#4a4a5c,#b9b9c8)}dd{margin:0;font-weight:650;text-align:right;overflow-wrap:anywhere}
button{min-height:52px;width:100%;border:0;border-radius:6px;background:#5b2a86;color:#fff;font:inherit;font-size:1.125rem;font-weight:650;cursor:pointer}
a{color:light-dark(#4b1f75,#cfa9f2);display:inline-block;padding:12px 0}
:focus-visible{outline:3px solid currentColor;outline-offset:3px}`

function page(language: Language, title: string, body: string): string {
  const t = texts[language]
  const others = LANGUAGES.map(
    (l) => `<a href="?lang=${l}" lang="${l}" hreflang="${l}"${l === language ? ' aria-current="true"' : ''}>${l}</a>`,
  )
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escape(title)} · ${t.bank}</title><link rel="stylesheet" href="/bank.css"></head>
<body><header><div class="band">${t.band}</div><nav aria-label="Idioma, language, idioma">${others.join('')}</nav></header><main>${body}</main></body></html>`
}

const show = ({ amount, currency }: { amount: string; currency: string }): string => `${currency} ${amount}`

const facts = ({ order }: Payment, amount: string, t: (typeof texts)[Language]): string => `<dl>
<div><dt>${t.concept}</dt><dd>${escape(order.description)}</dd></div>
<div><dt>${t.code}</dt><dd>${escape(order.code.replace(/(.{4})(?=.)/g, '$1 '))}</dd></div>
<div><dt>${t.amount}</dt><dd>${escape(amount)}</dd></div></dl>`

/** The page on which a person pays. */
export function payPage(payment: Payment, language: Language): string {
  const t = texts[language]
  const amount = show(payment.order.amount)
  return page(
    language,
    t.payTitle,
    `<h1>${t.pay} ${escape(amount)}</h1><p>${t.fake}</p>${facts(payment, amount, t)}
<form method="post" action="/pay/${escape(payment.id)}?lang=${language}"><button>${t.pay} ${escape(amount)}</button></form>
<a href="${escape(payment.order.returnUrl)}">${t.back}</a>`,
  )
}

/** What a person sees afterwards; `told` is whether the merchant said it knows. */
export function paidPage(payment: Payment, told: boolean, language: Language): string {
  const t = texts[language]
  const amount = show(payment.paid?.amount ?? payment.order.amount)
  return page(
    language,
    t.paidTitle,
    `<h1>${t.paid} ${escape(amount)}</h1><p role="status">${told ? t.told : t.untold}</p>
${facts(payment, amount, t)}<a href="${escape(payment.order.returnUrl)}">${t.home}</a>`,
  )
}

export function sorryPage(kind: 'down' | 'none', language: Language): string {
  const t = texts[language]
  return page(language, t[kind], `<h1>${t[kind]}</h1><p>${kind === 'down' ? t.downText : t.noneText}</p>`)
}
