import type { Payment } from './bank.ts'

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export const BANK_CSS = `:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;background:light-dark(#f4f4f8,#14141b);color:light-dark(#1b1b29,#ececf4)}
.band{background:#5b2a86;color:#fff;text-align:center;padding:10px 16px;font-weight:700;letter-spacing:.06em}
main{width:min(32rem,100% - 40px);margin:40px auto}
h1{font-size:1.9rem;line-height:1.15;margin:0 0 8px}
dl{border-top:1px solid #8886;margin:24px 0}
dl div{display:flex;justify-content:space-between;gap:16px;padding:12px 0;border-bottom:1px solid #8886}
dt{opacity:.85}dd{margin:0;font-weight:650;text-align:right;overflow-wrap:anywhere}
button{min-height:52px;width:100%;border:0;border-radius:6px;background:#5b2a86;color:#fff;font:inherit;font-size:1.125rem;font-weight:650;cursor:pointer}
a{color:light-dark(#4b1f75,#cfa9f2);display:inline-block;padding:12px 0}
:focus-visible{outline:3px solid currentColor;outline-offset:3px}`

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escape(title)} · Banco Simulado</title><link rel="stylesheet" href="/bank.css"></head>
<body><div class="band" role="note">SIMULADOR: no mueve dinero</div><main>${body}</main></body></html>`
}

const show = ({ amount, currency }: { amount: string; currency: string }): string => `${currency} ${amount}`

const facts = (payment: Payment, amount: string): string => `<dl>
<div><dt>Concepto</dt><dd>${escape(payment.order.description)}</dd></div>
<div><dt>Orden</dt><dd>${escape(payment.order.reference)}</dd></div>
<div><dt>Importe</dt><dd>${escape(amount)}</dd></div></dl>`

/** The page on which a person pays. */
export function payPage(payment: Payment): string {
  const amount = show(payment.order.amount)
  return page(
    'Pagar una orden',
    `<h1>Pagar ${escape(amount)}</h1><p>Banco Simulado. Es un banco de mentira, para probar.</p>${facts(payment, amount)}
<form method="post" action="/pay/${escape(payment.id)}"><button>Pagar ${escape(amount)}</button></form>
<a href="${escape(payment.order.returnUrl)}">Volver sin pagar</a>`,
  )
}

/** What a person sees afterwards; `told` is whether the merchant said it knows. */
export function paidPage(payment: Payment, told: boolean): string {
  const amount = show(payment.paid?.amount ?? payment.order.amount)
  return page(
    'Orden pagada',
    `<h1>Pagó ${escape(amount)}</h1><p>${told ? 'La ventanilla ya lo sabe.' : 'La ventanilla aún no confirma. No pague otra vez: vale la hora en que usted pagó.'}</p>
${facts(payment, amount)}<a href="${escape(payment.order.returnUrl)}">Volver a la ventanilla</a>`,
  )
}

export const sorryPage = (title: string, text: string): string =>
  page(title, `<h1>${escape(title)}</h1><p>${escape(text)}</p>`)
