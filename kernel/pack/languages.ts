import type { Language } from '../problem.ts'

export const LANGUAGES: readonly Language[] = ['es', 'en', 'pt']
