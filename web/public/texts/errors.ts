import type { Language } from '#kernel'

export type ErrorWords = readonly [headline: string, text: string]

export interface ErrorTexts {
  readonly status: Readonly<Record<number, ErrorWords>>
  /** Any other 4xx. */
  readonly refused: ErrorWords
  /** Any other 5xx. */
  readonly broken: ErrorWords
  readonly home: string
  readonly verify: string
  readonly forHelp: string
}

export const errorTexts: Readonly<Record<Language, ErrorTexts>> = {
  es: {
    status: {
      401: ['Falta decir quién es usted.', 'Esta página pide una sesión. Entre y vuelva a abrirla.'],
      403: [
        'Esa parte no le corresponde.',
        'Su papel no permite verla. Pida el permiso a quien administra su organización.',
      ],
      404: ['Esa página no existe.', 'La dirección cambió o está mal escrita. Nada suyo se perdió.'],
      405: ['Eso no se puede hacer aquí.', 'La dirección existe, pero no admite ese pedido.'],
      406: ['Esto no es una página.', 'La dirección responde datos a los programas, no páginas.'],
      410: ['Esa página ya no está.', 'Fue retirada. Nada suyo se perdió.'],
      413: ['El archivo pesa demasiado.', 'El límite es de 25 MB por archivo. Divídalo o bájele la calidad.'],
      429: ['Son demasiados pedidos seguidos.', 'Espere un minuto y pruebe de nuevo.'],
      503: ['Una parte no responde.', 'Lo sabemos y lo estamos arreglando. Pruebe en unos minutos.'],
    },
    refused: ['Ese pedido no se puede atender.', 'Vuelva atrás y revise lo que escribió. Nada suyo se perdió.'],
    broken: ['Algo falló de nuestro lado.', 'No fue por algo que usted hizo. Lo guardado sigue guardado.'],
    home: 'Ir al comienzo',
    verify: 'Verificar un documento',
    forHelp: 'Para la mesa de ayuda:',
  },
  en: {
    status: {
      401: ['We need to know who you are.', 'This page needs a session. Sign in and open it again.'],
      403: ['That part is not yours.', 'Your role does not allow it. Ask whoever administers your organisation.'],
      404: ['That page does not exist.', 'The address changed or is mistyped. Nothing of yours is lost.'],
      405: ['That cannot be done here.', 'The address exists, but does not take that request.'],
      406: ['This is not a page.', 'The address answers data to programs, not pages.'],
      410: ['That page is gone.', 'It was withdrawn. Nothing of yours is lost.'],
      413: ['The file is too big.', 'The limit is 25 MB per file. Split it or lower its quality.'],
      429: ['Too many requests in a row.', 'Wait a minute and try again.'],
      503: ['A part does not answer.', 'We know and are mending it. Try in a few minutes.'],
    },
    refused: ['That request cannot be served.', 'Go back and check what you wrote. Nothing of yours is lost.'],
    broken: ['Something failed on our side.', 'It was nothing you did. What was saved stays saved.'],
    home: 'Go to the start',
    verify: 'Verify a document',
    forHelp: 'For the help desk:',
  },
  pt: {
    status: {
      401: ['Falta dizer quem você é.', 'Esta página pede uma sessão. Entre e abra-a de novo.'],
      403: ['Essa parte não é sua.', 'Seu papel não permite vê-la. Peça a quem administra sua organização.'],
      404: ['Essa página não existe.', 'O endereço mudou ou está mal escrito. Nada seu se perdeu.'],
      405: ['Isso não se faz aqui.', 'O endereço existe, mas não aceita esse pedido.'],
      406: ['Isto não é uma página.', 'O endereço responde dados a programas, não páginas.'],
      410: ['Essa página já não está.', 'Foi retirada. Nada seu se perdeu.'],
      413: ['O arquivo é grande demais.', 'O limite é de 25 MB por arquivo. Divida-o ou baixe a qualidade.'],
      429: ['São pedidos demais em seguida.', 'Espere um minuto e tente de novo.'],
      503: ['Uma parte não responde.', 'Sabemos e estamos consertando. Tente em alguns minutos.'],
    },
    refused: ['Esse pedido não pode ser atendido.', 'Volte e confira o que escreveu. Nada seu se perdeu.'],
    broken: ['Algo falhou do nosso lado.', 'Não foi nada que você fez. O que foi salvo continua salvo.'],
    home: 'Ir ao início',
    verify: 'Verificar um documento',
    forHelp: 'Para a mesa de ajuda:',
  },
}
