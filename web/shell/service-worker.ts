/// <reference lib="webworker" />
/* The days without a network: pages of the application open, and show what was last seen, saying so. */
declare const self: ServiceWorkerGlobalScope
declare const __DIGEST__: string

const SHELL = `shell-${__DIGEST__}`
const ANSWERS = 'answers'
const AREAS =
  /^\/(inicio|operaciones|pagar|buzon|documentos|productos|equipo|nueva|cuenta|tramites|design|cola|casos|decisiones|ruta|carga|tablero|reglas|catalogos|personas|lista)(\/|$)/
const COMMON = ['/assets/archivo-latin.woff2', '/assets/ventanilla.svg']
/** The page that every address begins with, as it is for nobody in particular: with a session it would come with somebody's data. */
const shellPage = (): Request => new Request('/inicio', { credentials: 'omit' })

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL)
      const { files } = (await (await fetch('/app-shell.json')).json()) as { files: string[] }
      await Promise.all([...files, ...COMMON, shellPage()].map((path) => cache.add(path).catch(() => undefined)))
      await self.skipWaiting()
    })(),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith('shell-') && name !== SHELL) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('message', (event) => {
  // Whoever leaves takes what was seen along.
  if (event.data === 'forget') event.waitUntil(caches.delete(ANSWERS))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromCache(request))
  else if (request.mode === 'navigate' && AREAS.test(url.pathname)) event.respondWith(page(request))
  else if (
    url.pathname.startsWith('/v1/') &&
    url.pathname !== '/v1/live' &&
    request.headers.get('accept') === 'application/json'
  )
    event.respondWith(answer(request))
})

async function fromCache(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    return (await caches.match('/inicio')) ?? Response.error()
  }
}

/** From the network when there is one; else what was last seen, marked with the moment it was kept. */
async function answer(request: Request): Promise<Response> {
  try {
    const response = await fetch(request)
    if (response.ok) {
      const copy = response.clone()
      const headers = new Headers(copy.headers)
      headers.set('vuce-kept', new Date().toISOString())
      const cache = await caches.open(ANSWERS)
      await cache.put(request.url, new Response(await copy.arrayBuffer(), { headers }))
    } else if (response.status === 401) await caches.delete(ANSWERS)
    return response
  } catch (error) {
    const kept = await (await caches.open(ANSWERS)).match(request.url)
    if (kept) return kept
    throw error
  }
}
