import type { Language } from '#kernel'

export const partTexts: Readonly<
  Record<Language, { readonly error: string; readonly one: string; readonly several: string }>
> = {
  es: { error: 'Error', one: 'Corrija un dato para seguir', several: 'Corrija estos datos para seguir' },
  en: { error: 'Error', one: 'Correct one thing to go on', several: 'Correct these to go on' },
  pt: { error: 'Erro', one: 'Corrija um dado para continuar', several: 'Corrija estes dados para continuar' },
}
