import type { Language } from '#kernel'

export interface FrameTexts {
  readonly skip: string
  readonly navigation: string
  readonly need: string
  readonly times: string
  readonly verify: string
  readonly api: string
  readonly enter: string
  readonly health: string
  readonly sandbox: string
}

export const frameTexts: Readonly<Record<Language, FrameTexts>> = {
  es: {
    skip: 'Saltar al contenido',
    navigation: 'Principal',
    need: 'Qué necesito',
    times: 'Plazos',
    verify: 'Verificar',
    api: 'API',
    enter: 'Entrar',
    health: 'Estado del servicio',
    sandbox: 'Entorno de prueba. Nada de lo que ve aquí tiene valor legal.',
  },
  en: {
    skip: 'Skip to content',
    navigation: 'Main',
    need: 'What I need',
    times: 'Times',
    verify: 'Verify',
    api: 'API',
    enter: 'Sign in',
    health: 'Service status',
    sandbox: 'Test environment. Nothing you see here has legal value.',
  },
  pt: {
    skip: 'Ir para o conteúdo',
    navigation: 'Principal',
    need: 'O que preciso',
    times: 'Prazos',
    verify: 'Verificar',
    api: 'API',
    enter: 'Entrar',
    health: 'Estado do serviço',
    sandbox: 'Ambiente de teste. Nada do que você vê aqui tem valor legal.',
  },
}
