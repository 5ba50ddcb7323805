import { expect, it } from 'vitest'
import { benchNotices } from '../../bench/notices.ts'

/** The measurement of `npm run bench -- notices`, smaller: 600 notices told while the mail server is away for eight seconds. */
it('loses no notice and tells none twice while the mail server is down', async () => {
  const said = await benchNotices(['--count=600', '--down=8'])
  expect(said).toMatchObject({ notices: 600, sentWhileDown: 0, received: 600, lost: 0, twice: 0 })
}, 120_000)
