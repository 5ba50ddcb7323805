import { refusal } from '#kernel'
import { Refusals, type Engine } from '#platform/cases'
import { sendJson, type Door } from '#platform/http'
import { LEAST, publishedTimes, timesCsv, WINDOW } from './published.ts'

const NAME = /^[a-z][a-z0-9.-]{0,80}$/

/** `GET /v1/times`: what agencies really take, for anyone (M05, K5). */
export function timesRoutes(app: Door, { engine }: { readonly engine: Engine }): void {
  app.get('/v1/times', async (request, reply) => {
    const { country, agency, procedure, format } = request.query as Record<string, unknown>
    const name = (value: unknown, pointer: string): string | null => {
      if (value === undefined || value === '') return null
      if (typeof value === 'string' && NAME.test(value)) return value
      throw new Refusals([refusal('INPUT_SHAPE', pointer, { reason: 'must be a name of the pack' })])
    }
    const ask = {
      country: name(country, '/country'),
      agency: name(agency, '/agency'),
      procedure: name(procedure, '/procedure'),
    }
    const found = await publishedTimes(engine.pool, ask, engine.clock.now())
    void reply.header('cache-control', 'public, max-age=300')
    if (format === 'csv')
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="times.csv"')
        .send(timesCsv([...found.recent, ...found.months]))
    const said = { days: WINDOW, leastCases: LEAST, ...found }
    return sendJson(reply, 200, JSON.stringify(said))
  })
}
