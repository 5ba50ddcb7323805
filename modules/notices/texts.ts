import type { Language } from '#kernel'

/** The six parts of a notice (M07-1). `{due}` and the rest come from params; an empty part is left out. */
export interface NoticeText {
  readonly happened: string
  readonly todo: string
  readonly otherwise: string
}

type Texts = Readonly<Record<Language, NoticeText>>

const nothing = {
  es: 'No tiene que hacer nada.',
  en: 'You do not have to do anything.',
  pt: 'Você não precisa fazer nada.',
}

/** Words by kind of notice. A new kind without its three languages does not compile. */
export const noticeTexts = {
  filed: {
    es: {
      happened: 'Recibimos su solicitud {number}: {count} trámites en paralelo.',
      todo: 'Si hay una orden de pago, páguela para que empiecen los plazos.',
      otherwise: 'Una orden sin pagar vence y sus trámites se archivan.',
    },
    en: {
      happened: 'We received your application {number}: {count} procedures in parallel.',
      todo: 'If there is a payment order, pay it so that the clocks start.',
      otherwise: 'An unpaid order expires and its procedures lapse.',
    },
    pt: {
      happened: 'Recebemos o seu pedido {number}: {count} procedimentos em paralelo.',
      todo: 'Se houver uma ordem de pagamento, pague para que os prazos comecem.',
      otherwise: 'Uma ordem não paga vence e os procedimentos são arquivados.',
    },
  },
  admitted: {
    es: { happened: '{agency} admitió «{title}».', todo: nothing.es, otherwise: '' },
    en: { happened: '{agency} admitted “{title}”.', todo: nothing.en, otherwise: '' },
    pt: { happened: '{agency} admitiu “{title}”.', todo: nothing.pt, otherwise: '' },
  },
  cure: {
    es: {
      happened: '{agency} pide corregir «{title}»: {points}',
      todo: 'Corrija y envíe antes de la fecha.',
      otherwise: 'Si no corrige, el trámite se archiva.',
    },
    en: {
      happened: '{agency} asks you to correct “{title}”: {points}',
      todo: 'Correct it and send it before the date.',
      otherwise: 'If you do not, the procedure lapses.',
    },
    pt: {
      happened: '{agency} pede para corrigir “{title}”: {points}',
      todo: 'Corrija e envie antes da data.',
      otherwise: 'Se não corrigir, o procedimento é arquivado.',
    },
  },
  observed: {
    es: {
      happened: '{agency} observó «{title}»: {points}',
      todo: 'Responda a todos los puntos antes de la fecha.',
      otherwise: 'Si no responde, el trámite queda en abandono.',
    },
    en: {
      happened: '{agency} made observations on “{title}”: {points}',
      todo: 'Answer every point before the date.',
      otherwise: 'If you do not answer, the procedure is abandoned.',
    },
    pt: {
      happened: '{agency} fez observações em “{title}”: {points}',
      todo: 'Responda a todos os pontos antes da data.',
      otherwise: 'Se não responder, o procedimento fica abandonado.',
    },
  },
  approved: {
    es: {
      happened: '{agency} aprobó «{title}».',
      todo: 'Descargue su documento. La aduana ya lo tiene.',
      otherwise: '',
    },
    en: {
      happened: '{agency} approved “{title}”.',
      todo: 'Download your document. Customs already has it.',
      otherwise: '',
    },
    pt: { happened: '{agency} aprovou “{title}”.', todo: 'Baixe o seu documento. A aduana já o tem.', otherwise: '' },
  },
  denied: {
    es: {
      happened: '{agency} denegó «{title}»: {points}',
      todo: 'Si no está de acuerdo, apele antes de la fecha.',
      otherwise: 'Si no apela, la decisión queda firme.',
    },
    en: {
      happened: '{agency} denied “{title}”: {points}',
      todo: 'If you disagree, appeal before the date.',
      otherwise: 'If you do not appeal, the decision stands.',
    },
    pt: {
      happened: '{agency} negou “{title}”: {points}',
      todo: 'Se não concorda, recorra antes da data.',
      otherwise: 'Se não recorrer, a decisão fica firme.',
    },
  },
  revoked: {
    es: {
      happened: '{agency} revocó «{title}»: {points}',
      todo: 'Deje de usar el documento. Puede apelar antes de la fecha.',
      otherwise: 'Si no apela, la decisión queda firme.',
    },
    en: {
      happened: '{agency} revoked “{title}”: {points}',
      todo: 'Stop using the document. You may appeal before the date.',
      otherwise: 'If you do not appeal, the decision stands.',
    },
    pt: {
      happened: '{agency} revogou “{title}”: {points}',
      todo: 'Deixe de usar o documento. Pode recorrer antes da data.',
      otherwise: 'Se não recorrer, a decisão fica firme.',
    },
  },
  lapsed: {
    es: {
      happened: 'Se archivó «{title}»: {points}',
      todo: 'Puede presentarlo de nuevo. Sus datos siguen en la carpeta.',
      otherwise: '',
    },
    en: {
      happened: '“{title}” lapsed: {points}',
      todo: 'You may file it again. Your data are still in the dossier.',
      otherwise: '',
    },
    pt: {
      happened: '“{title}” foi arquivado: {points}',
      todo: 'Pode apresentar de novo. Os seus dados continuam na pasta.',
      otherwise: '',
    },
  },
  breached: {
    es: { happened: '{agency} no resolvió «{title}» en su plazo.', todo: nothing.es, otherwise: '' },
    en: { happened: '{agency} did not decide “{title}” within its period.', todo: nothing.en, otherwise: '' },
    pt: { happened: '{agency} não decidiu “{title}” no prazo.', todo: nothing.pt, otherwise: '' },
  },
  expiring: {
    es: {
      happened: 'Su documento «{title}» vence pronto.',
      todo: 'Úselo o pida la prórroga antes de la fecha.',
      otherwise: 'Vencido, ya no sirve.',
    },
    en: {
      happened: 'Your document “{title}” expires soon.',
      todo: 'Use it or ask for its extension before the date.',
      otherwise: 'Once expired it is of no use.',
    },
    pt: {
      happened: 'O seu documento “{title}” vence em breve.',
      todo: 'Use-o ou peça a prorrogação antes da data.',
      otherwise: 'Vencido, já não serve.',
    },
  },
  opinion: {
    es: {
      happened: '{agency} pide su opinión sobre «{title}».',
      todo: 'Dé su opinión antes de la fecha.',
      otherwise: 'El silencio tiene el efecto que fija la norma.',
    },
    en: {
      happened: '{agency} asks for your opinion on “{title}”.',
      todo: 'Give your opinion before the date.',
      otherwise: 'Silence has the effect the norm gives it.',
    },
    pt: {
      happened: '{agency} pede o seu parecer sobre “{title}”.',
      todo: 'Dê o seu parecer antes da data.',
      otherwise: 'O silêncio tem o efeito que a norma fixa.',
    },
  },
  // A procedure's own words, which say themselves what to do.
  pack: {
    es: { happened: '«{title}»: {es}', todo: '', otherwise: '' },
    en: { happened: '“{title}”: {en}', todo: '', otherwise: '' },
    pt: { happened: '«{title}»: {pt}', todo: '', otherwise: '' },
  },
} as const satisfies Record<string, Texts>

export type NoticeKind = keyof typeof noticeTexts

const fill = (text: string, params: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))

/** A notice in words: what happened, what to do, what follows otherwise. */
export function tellNotice(kind: string, params: Readonly<Record<string, unknown>>, language: Language): NoticeText {
  const text: NoticeText | undefined = noticeTexts[kind as NoticeKind]?.[language]
  return {
    happened: fill(text?.happened ?? kind, params),
    todo: fill(text?.todo ?? '', params),
    otherwise: fill(text?.otherwise ?? '', params),
  }
}
