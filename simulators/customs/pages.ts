import type { Fault } from './faults.ts'
import type { Filed } from './server.ts'

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export const CUSTOMS_CSS = `:root{color-scheme:light dark}
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;background:light-dark(#f3f6f4,#0d1614);color:light-dark(#12211d,#eaf1ee)}
.band{background:#7a3b00;color:#fff;text-align:center;padding:10px 16px;font-weight:700;letter-spacing:.06em}
main{width:min(64rem,100% - 32px);margin:32px auto}h1{font-size:1.9rem;line-height:1.15;margin:0 0 8px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:10px 12px 10px 0;border-bottom:1px solid #8886;vertical-align:top}
details pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}:focus-visible{outline:3px solid currentColor;outline-offset:3px}`

/** What was declared, for people. */
export function declarationsPage(filed: readonly Filed[], fault: Fault): string {
  const rows = [...filed].reverse().map(
    (f) => `<tr><td>${escape(f.mrn)}</td><td>${escape(f.kind)}</td><td>${escape(f.last)}</td><td>${f.times}</td>
<td><details><summary>Ver el mensaje</summary><pre>${escape(f.content)}</pre></details></td></tr>`,
  )
  return `<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Declaraciones recibidas · Aduana Simulada</title><link rel="stylesheet" href="/customs.css"></head>
<body><div class="band" role="note">SIMULADOR: esta aduana es de mentira y no despacha nada</div><main>
<h1>Mensajes recibidos: ${filed.length}</h1><p>Ahora: <code>${fault.mode}</code>.</p>
${
  filed.length
    ? `<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Número</th><th scope="col">Mensaje</th><th scope="col">Última respuesta</th><th scope="col">Veces que llegó</th><th scope="col">Contenido</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
    : '<p>Todavía no llegó ninguno.</p>'
}
</main></body></html>`
}
