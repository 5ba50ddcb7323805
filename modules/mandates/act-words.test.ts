import { expect, it } from 'vitest'
import { grantsOf } from '#platform/access'
import { actWords } from './act-words.ts'

it('every act that can be entrusted has words of its own in each language: nobody signs the name of a grant', () => {
  const nameless = (['es', 'en', 'pt'] as const).flatMap((language) =>
    [...grantsOf(['agent'])].filter((act) => actWords(act, language) === act).map((act) => `${act} (${language})`),
  )
  expect(nameless).toEqual([])
})
