import { expect, test } from 'vitest'
import { explaining, explainSystemError, StartupError } from './startup-error.ts'

const systemError = (code: string): Error => Object.assign(new Error(code), { code })

test.each([
  ['ENOSPC', 'The disk that holds /data is full.'],
  ['EDQUOT', 'The disk that holds /data is full.'],
  ['EACCES', 'This user may not read and write in /data.'],
  ['ENOENT', '/data is not there and cannot be made.'],
  ['EROFS', '/data lies on a read-only disk.'],
  ['ENOTDIR', '/data is not a folder.'],
  ['ENAMETOOLONG', 'The name /data is too long for this system.'],
])('%s is told in one sentence, with what to do', (code, sentence) => {
  const explained = explainSystemError(systemError(code), '/data')
  expect(explained).toBeInstanceOf(StartupError)
  expect(explained).toMatchObject({ message: sentence, fix: expect.stringMatching(/^[A-Z].+\.$/) })
})

test('what is no refusal of the system stays what it was', async () => {
  const bug = new TypeError('bug')
  await expect(explaining('/data', () => Promise.reject(bug))).rejects.toBe(bug)
})
