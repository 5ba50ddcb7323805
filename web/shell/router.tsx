import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  useRouterState,
  type AnyRoute,
} from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { FormatsContext, Skeleton, useFormats } from '../ui/index.ts'
import { api, Refused } from './api.ts'
import type { Me } from './answers.ts'
import { deskStyle } from './desk-style.ts'
import { Frame } from './frame.tsx'
import { faceOf } from './navigation.ts'
import { NothingHere, Wrong } from './page.tsx'
import { MeProvider } from './queries.ts'

const root = createRootRoute({
  component: Root,
  notFoundComponent: () => (
    <div className="wrap page">
      <NothingHere />
    </div>
  ),
})

function Root(): ReactNode {
  const path = useRouterState({ select: (s) => s.location.pathname })
  useEffect(() => {
    // The first page keeps the browser's own place; afterwards the heading is read.
    return () => void (document.documentElement.dataset['moved'] = 'yes')
  }, [path])
  return <Outlet />
}

/** Pages of somebody who is signed in. Without a session they lead to the login and back. */
const signedIn = createRoute({ getParentRoute: () => root, id: 'session', component: Session })

function Session(): ReactNode {
  const path = useRouterState({ select: (s) => s.location.pathname })
  const formats = useFormats()
  const { data, error } = useQuery({ queryKey: ['/v1/me'], queryFn: () => api<Me>('/v1/me'), staleTime: 5 * 60_000 })
  useEffect(() => {
    // A page that was shown stays, with what was typed: the band says that the session is over.
    if (!data && error instanceof Refused && error.problem.status === 401)
      location.replace(`/entrar?to=${encodeURIComponent(location.pathname + location.search)}`)
  }, [data, error])
  if (!data)
    return (
      <main className="wrap page" id="contenido">
        {error && !(error instanceof Refused && error.problem.status === 401) ? <Wrong error={error} /> : <Skeleton />}
      </main>
    )
  // Whoever works at a desk enters there; the address that everybody knows leads everybody home.
  if (path === '/inicio' && faceOf(data).home !== '/inicio') return <Home to={faceOf(data).home} />
  const { country, zone } = data.organisation
  return (
    <MeProvider value={data}>
      <FormatsContext value={{ ...formats, ...(country ? { country } : {}), ...(zone ? { zone } : {}) }}>
        <Frame path={path}>
          <Inside wide={faceOf(data).id === 'desk'}>
            <Outlet />
          </Inside>
        </Frame>
      </FormatsContext>
    </MeProvider>
  )
}

function Home({ to }: { to: string }): ReactNode {
  useEffect(() => void router.navigate({ href: to, replace: true }), [to])
  return null
}

const Inside = ({ wide, children }: { wide: boolean; children: ReactNode }): ReactNode =>
  wide ? children : <div className="wrap page">{children}</div>

type Loader = () => Promise<Record<string, unknown>>

/** A screen of a signed-in person, its code loaded when it is first wanted. */
const screen = (path: string, load: Loader, name: string) =>
  createRoute({ getParentRoute: () => signedIn, path, component: lazyRouteComponent(load as never, name as never) })
const open = (path: string, load: Loader, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load as never, name as never) })

/** A screen of a desk: its style is another file, which a firm never reads. */
const desk = (path: string, load: Loader, name: string) =>
  screen(path, () => Promise.all([load(), deskStyle()]).then(([found]) => found), name)

const screens: AnyRoute[] = [
  screen('/inicio', () => import('../firm/home.tsx'), 'Home'),
  screen('/operaciones', () => import('../firm/operations.tsx'), 'Operations'),
  screen('/operaciones/$carpeta', () => import('../firm/dossier.tsx'), 'Dossier'),
  screen('/operaciones/$carpeta/paso/$n', () => import('../firm/step.tsx'), 'Step'),
  screen('/operaciones/$carpeta/mercancia', () => import('../firm/add-line.tsx'), 'AddLine'),
  screen('/productos', () => import('../firm/products.tsx'), 'Products'),
  screen('/equipo', () => import('../firm/team.tsx'), 'Team'),
  screen('/operaciones/$carpeta/enviar', () => import('../firm/submission.tsx'), 'Submission'),
  screen('/operaciones/$carpeta/$caso', () => import('../firm/permit.tsx'), 'Permit'),
  screen('/operaciones/$carpeta/$caso/$acto', () => import('../firm/permit.tsx'), 'PermitAct'),
  screen('/pagar/$orden', () => import('../firm/payment.tsx'), 'Payment'),
  screen('/buzon', () => import('../firm/mailbox.tsx'), 'Mailbox'),
  screen('/buzon/$aviso', () => import('../firm/mailbox.tsx'), 'NoticePage'),
  screen('/documentos', () => import('../firm/papers.tsx'), 'Papers'),
  screen('/nueva', () => import('../firm/new-operation.tsx'), 'NewOperation'),
  screen('/exportar', () => import('../customs/export-start.tsx'), 'Exports'),
  screen('/exportar/nueva', () => import('../customs/export-start.tsx'), 'NewExport'),
  screen('/exportar/$envio', () => import('../customs/export-case.tsx'), 'ExportCase'),
  screen('/estudio', () => import('../customs/desks.tsx'), 'Studio'),
  screen('/estudio/$envio', () => import('../customs/desks.tsx'), 'Classify'),
  screen('/reparto', () => import('../customs/desks.tsx'), 'Round'),
  screen('/reparto/$envio', () => import('../customs/desks.tsx'), 'Parcel'),
  screen('/aduana', () => import('../customs/desks.tsx'), 'CustomsDesk'),
  screen('/aduana/$caso', () => import('../customs/desks.tsx'), 'Control'),
  screen('/cuenta', () => import('./account.tsx'), 'Account'),
  desk('/tramites/$kind/$id', () => import('../case/case-screen.tsx'), 'CaseScreen'),
  desk('/casos/$kind/$id', () => import('../case/case-screen.tsx'), 'CaseScreen'),
  desk('/cola', () => import('../desk/queue.tsx'), 'Queue'),
  desk('/decisiones', () => import('../desk/decisions.tsx'), 'Decisions'),
  desk('/decisiones/lote/$lote', () => import('../desk/batch.tsx'), 'BatchScreen'),
  desk('/carga', () => import('../desk/load.tsx'), 'Load'),
  desk('/tablero', () => import('../console/board.tsx'), 'Board'),
  desk('/reglas', () => import('../console/rules.tsx'), 'Rules'),
  desk('/catalogos', () => import('../console/catalogues.tsx'), 'Catalogues'),
  desk('/catalogos/$catalogo', () => import('../console/catalogue.tsx'), 'Catalogue'),
  desk('/personas', () => import('../console/people.tsx'), 'People'),
  desk('/lista/$kind', () => import('../case/case-list.tsx'), 'CaseList'),
  desk('/lista/$kind/nuevo', () => import('../case/new-case.tsx'), 'NewCase'),
  desk('/ruta', () => import('../desk/route.tsx'), 'Route'),
  desk('/ruta/$id', () => import('../desk/inspection.tsx'), 'Inspection'),
  screen('/tramites/$kind/$id/$command', () => import('../case/command-screen.tsx'), 'CommandScreen'),
]

export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren(screens),
    open('/design', () => import('../ui/design.tsx'), 'Design'),
  ]),
  defaultPreload: false,
  defaultPendingComponent: () => <Skeleton />,
  defaultErrorComponent: ({ error, reset }) => <Wrong error={error} retry={reset} />,
  scrollRestoration: true,
})

/** Links of ours are plain `<a href>`: they work before this runs, open in new tabs, and move without a reload when they can. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
    if (!link || link.target || link.hasAttribute('download') || link.hasAttribute('data-full')) return
    const url = new URL(link.href)
    if (url.origin !== location.origin || url.pathname.startsWith('/v1/') || url.pathname.startsWith('/v/')) return
    if (url.pathname === location.pathname && url.hash) return
    if (router.getMatchedRoutes(url.pathname)[2] === undefined) return
    event.preventDefault()
    void router.navigate({ href: url.pathname + url.search + url.hash })
  })
}
