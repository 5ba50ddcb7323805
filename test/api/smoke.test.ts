import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestApp, type TestApp } from '../helpers/house.ts'
import { approvedAcid } from '../helpers/shipments.ts'
let app: TestApp
beforeAll(async () => { app = await openTestApp() })
afterAll(() => app?.close())
it('files and approves', async () => {
  const t = Date.now()
  const f = await approvedAcid(app)
  console.log(f, Date.now() - t, app.errors)
  expect(f.permit).not.toBe('')
})
