import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { fileAcid, people, type Filed } from '../helpers/shipments.ts'

let app: TestApp
let filed: Filed
beforeAll(async () => {
  app = await openTestApp()
  filed = await fileAcid(app)
})
afterAll(() => app?.close())

const search = async (token: string, q: string) => {
  const answer = await app.call('GET', `/v1/search?q=${encodeURIComponent(q)}`, token)
  return { ...answer, ids: ((answer.body.items ?? []) as { id: string }[]).map((i) => i.id) }
}
const numberOf = async (token: string, path: string): Promise<string> =>
  String((await app.call('GET', path, token)).body.number)

describe('search', () => {
  it('finds a case by its whole number, however it is typed', async () => {
    const number = await numberOf(people.lucia, `/v1/applications/${filed.application}`)
    expect((await search(people.lucia, number)).ids[0]).toBe(filed.application)
    expect((await search(people.lucia, ` ${number.toLowerCase()} `)).ids[0]).toBe(filed.application)
  })

  it('finds what an agency has of a firm by its tax number and by how its name begins', async () => {
    const permit = (await app.call('GET', `/v1/permits/${filed.permit}`, people.lucia)).body as unknown as {
      state: { applicant: { party: { id: string; name: string } } }
    }
    const { id: taxId, name } = permit.state.applicant.party
    expect((await search(people.victor, taxId)).ids).toContain(filed.permit)
    const answer = await search(people.victor, name.slice(0, 6).toUpperCase())
    expect(answer.ids).toContain(filed.permit)
    expect(answer.body.items).toContainEqual(expect.objectContaining({ id: filed.permit, owner: { name, taxId } }))
    // Only what it is a party to: the firm's dossiers and orders are not the agency's to see.
    expect(answer.ids).not.toContain(filed.application)
    expect(answer.ids).not.toContain(filed.order)
  })

  it('finds words of a title among the newest cases of the organisation', async () => {
    const title = String((await app.call('GET', `/v1/permits/${filed.permit}`, people.lucia)).body.title)
    expect((await search(people.lucia, title.slice(3, 20))).ids).toContain(filed.permit)
    expect((await search(people.lucia, '100 % _')).ids).toEqual([])
  })

  it('shows another firm nothing, and says what is wrong with a question', async () => {
    const number = await numberOf(people.lucia, `/v1/applications/${filed.application}`)
    expect((await search(people.elvira, number)).ids).toEqual([])
    const short = await search(people.lucia, 'a')
    expect([short.status, short.text.includes('/q')]).toEqual([422, true])
    expect((await app.call('GET', '/v1/search?q=acid', null)).status).toBe(401)
  })
})
