import type { Fault } from './faults.ts'
import type { Letter } from './post.ts'

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export const WINDOW_CSS = `:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;background:light-dark(#f4f4f8,#14141b);color:light-dark(#1b1b29,#ececf4)}
.band{background:#7a3b00;color:#fff;text-align:center;padding:10px 16px;font-weight:700;letter-spacing:.06em}
main{width:min(64rem,100% - 32px);margin:32px auto}
h1{font-size:1.9rem;line-height:1.15;margin:0 0 8px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:10px 12px 10px 0;border-bottom:1px solid #8886;vertical-align:top}
code{overflow-wrap:anywhere}details pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}
:focus-visible{outline:3px solid currentColor;outline-offset:3px}`

const WORDS = { received: 'Recibido, sin respuesta aún', accepted: 'Aceptado', rejected: 'Rechazado' } as const

/** What has arrived, for people. */
export function lettersPage(letters: readonly Letter[], fault: Fault): string {
  const rows = [...letters].reverse().map(
    (l) => `<tr><td>${escape(l.to)}</td><td>${escape(l.number)}<br><code>${escape(l.reference)}</code></td>
<td>${WORDS[l.status]}${l.text ? `<br>${escape(l.text)}` : ''}</td><td>${l.times}</td>
<td><details><summary>Ver el mensaje</summary><pre>${escape(l.content)}</pre></details></td></tr>`,
  )
  return `<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Mensajes recibidos · Ventanilla Lejana</title><link rel="stylesheet" href="/window.css"></head>
<body><div class="band" role="note">SIMULADOR: aduana, puerto y autoridades de otros países de mentira</div><main>
<h1>Mensajes recibidos: ${letters.length}</h1><p>Ventanilla Lejana responde como lo harían los sistemas de otros. Ahora: <code>${fault.mode}</code>.</p>
${
  letters.length
    ? `<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Para</th><th scope="col">Documento</th><th scope="col">Respuesta</th><th scope="col">Veces que llegó</th><th scope="col">Contenido</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
    : '<p>Todavía no llegó ninguno.</p>'
}
</main></body></html>`
}
