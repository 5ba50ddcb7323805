import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../server/config.ts'
import { enter, openBrowser } from './browser.ts'
import { fillQueue } from './queue-fill.ts'
import { startServer } from './server-process.ts'

const SIZES = { telefono: { width: 390, height: 844 }, escritorio: { width: 1280, height: 860 } } as const

/** The pictures of the documentation, made from a fresh window, so that they never show what is no longer there. */
export async function takePictures(): Promise<object> {
  const folder = join(root, 'docs', 'pictures')
  await mkdir(folder, { recursive: true })
  const server = await startServer()
  const browser = await openBrowser()
  const made: string[] = []
  try {
    const { permits } = await fillQueue(server.url)
    for (const [size, viewport] of Object.entries(SIZES)) {
      const context = await browser.newContext({
        viewport,
        locale: 'es-PE',
        reducedMotion: 'reduce',
        serviceWorkers: 'block',
      })
      const page = await context.newPage()
      const shoot = async (name: string, path: string): Promise<void> => {
        await page.goto(server.url + path)
        await page.waitForSelector('h1')
        await page.waitForTimeout(1200)
        const file = `${name}-${size}.jpg`
        await page.screenshot({ path: join(folder, file), type: 'jpeg', quality: 78 })
        made.push(file)
      }
      await shoot('portada', '/')
      await shoot('pregunta', '/que-necesito?country=uy&regime=export&q=bufandas+de+lana+merino&destination=ES')
      await shoot('respuesta', '/que-necesito?country=pe&regime=export&q=cafe&hs=090111&destination=CN')
      await shoot('nada', '/que-necesito?country=uy&regime=export&q=bufandas&hs=611710&destination=ES')
      await enter(context, server.url, 'pe.elvira')
      await shoot('inicio', '/inicio')
      const { items } = (await (await context.request.get(`${server.url}/v1/operations`)).json()) as {
        items: { id: string; cases: { id: string; type: string }[] }[]
      }
      const [operation] = items
      if (operation) {
        await shoot('carpeta', `/operaciones/${operation.id}`)
        const order = operation.cases.find((c) => c.type === 'order')
        if (order) await shoot('pago', `/pagar/${order.id}`)
      }
      await enter(context, server.url, 'pe.lucia')
      const lucia = (await (await context.request.get(`${server.url}/v1/operations`)).json()) as {
        items: { id: string }[]
      }
      if (lucia.items[0]) await shoot('formulario', `/operaciones/${lucia.items[0].id}/paso/1`)
      await shoot('productos', '/productos')
      await shoot('ficha', '/fichas/pe.senasa/export-phyto')
      await shoot('verificar', '/v')
      await enter(context, server.url, 'pe.ana')
      await shoot('cola', '/cola')
      await shoot('expediente', `/casos/permits/${permits[4] ?? ''}`)
      await enter(context, server.url, 'pe.rosa')
      await shoot('decisiones', '/decisiones')
      await enter(context, server.url, 'pe.luis')
      await shoot('inspecciones', '/ruta')
      await shoot('inspeccion', `/ruta/${permits[3] ?? ''}?caso=permits&turno=inspection%3Agoods`)
      await enter(context, server.url, 'window.coordinator')
      await shoot('tablero', '/tablero')
      await context.close()
    }
  } finally {
    await browser.close()
    await server.stop()
  }
  return { pictures: made.length, folder: 'docs/pictures' }
}
