import type { Start } from './bundle.ts'

/** The application talks to its own window only; no inline script, no inline style, no eval. */
export const APP_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const DESK = ['web/texts/desk/{language}.ts', 'web/texts/acts/{language}.ts']

/** First segments of the addresses that the application answers, and the sources whose chunks each will want at once. Desks have a style of their own. */
export const areas: Readonly<Record<string, readonly string[]>> = {
  inicio: ['web/firm/home.tsx'],
  operaciones: ['web/firm/operations.tsx'],
  pagar: ['web/firm/payment.tsx'],
  buzon: ['web/firm/mailbox.tsx'],
  documentos: ['web/firm/papers.tsx'],
  productos: ['web/firm/products.tsx'],
  equipo: ['web/firm/team.tsx', 'web/texts/acts/{language}.ts'],
  nueva: ['web/firm/new-operation.tsx'],
  exportar: ['web/customs/export-start.tsx'],
  estudio: ['web/customs/desks.tsx'],
  reparto: ['web/customs/desks.tsx'],
  aduana: ['web/customs/desks.tsx'],
  cuenta: ['web/shell/account.tsx'],
  tramites: ['web/case/case-screen.tsx', 'web/texts/acts/{language}.ts'],
  casos: [...DESK, 'web/case/case-screen.tsx'],
  cola: [...DESK, 'web/desk/queue.tsx'],
  decisiones: [...DESK, 'web/desk/decisions.tsx'],
  carga: [...DESK, 'web/desk/load.tsx'],
  ruta: [...DESK, 'web/desk/route.tsx'],
  tablero: [...DESK, 'web/console/board.tsx'],
  reglas: [...DESK, 'web/console/rules.tsx'],
  catalogos: [...DESK, 'web/console/catalogues.tsx'],
  personas: [...DESK, 'web/console/people.tsx'],
  lista: [...DESK, 'web/case/case-list.tsx'],
  design: ['web/ui/design.tsx'],
}

const LOADING = { es: 'Cargando…', en: 'Loading…', pt: 'Carregando…' } as const
const NEEDS = {
  es: 'Esta parte de Ventanilla necesita JavaScript. Sin él puede saber qué necesita, ver plazos y verificar documentos.',
  en: 'This part of Ventanilla needs JavaScript. Without it you can find out what you need, see times and verify documents.',
  pt: 'Esta parte da Ventanilla precisa de JavaScript. Sem ele você pode saber o que precisa, ver prazos e verificar documentos.',
} as const

/** What is drawn before any script runs, with the answers it was drawn from. */
export interface Drawn {
  readonly markup: string
  readonly answers: Readonly<Record<string, unknown>>
}

/** JSON inside a page: nothing in it may end the element that holds it. */
const inPage = (value: unknown): string => JSON.stringify(value).replaceAll('<', String.raw`\u003c`)

/**
 * The page that every address of the application begins with. The same for everybody, so it holds no data of anyone; but for the firm's
 * home, which comes drawn to whoever has a session, and is never kept.
 */
export function shellPage(start: Start, language: keyof typeof LOADING, area: string, drawn?: Drawn): string {
  const isDesk = areas[area]?.includes(DESK[0] ?? '') ?? false
  return `<!doctype html>
<html lang="${language}" data-desk-style="${start.deskStyle}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0b4f49">
<title>Ventanilla</title>
<link rel="stylesheet" href="${start.style}">${isDesk ? `\n<link rel="stylesheet" href="${start.deskStyle}">` : ''}
<link rel="preload" href="/assets/archivo-latin.woff2" as="font" type="font/woff2" crossorigin>
<script type="module" src="${start.script}"></script>
${start.preload.map((path) => `<link rel="modulepreload" href="${path}">`).join('\n')}
<link rel="icon" href="/assets/ventanilla.svg" type="image/svg+xml">
<link rel="manifest" href="/ventanilla.webmanifest">
</head>
<body${drawn ? ' class="tabbed"' : ''}>
<div id="app">${drawn?.markup ?? `<p class="first-word" role="status">${LOADING[language]}</p>`}</div>
${drawn ? `<script type="application/json" id="first-answers">${inPage(drawn.answers)}</script>` : ''}
<noscript><p class="first-word">${NEEDS[language]} <a href="/">Ventanilla</a></p></noscript>
</body>
</html>
`
}

export const WEB_MANIFEST = JSON.stringify({
  name: 'Ventanilla',
  short_name: 'Ventanilla',
  lang: 'es',
  start_url: '/inicio',
  scope: '/',
  display: 'standalone',
  background_color: '#f3f6f4',
  theme_color: '#0b4f49',
  icons: [{ src: '/assets/ventanilla.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
})
