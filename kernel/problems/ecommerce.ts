import type { ProblemText } from './text.ts'

/** Refusals of batches of online orders (M14). */
export const ecommerceProblems = {
  SHEET_HEADER: {
    status: 400,
    es: { message: 'La primera línea no es la que se espera. Difiere en: {differs}.', fix: 'Ponga: {expected}.' },
    en: { message: 'The first line is not the one expected. It differs in: {differs}.', fix: 'Write: {expected}.' },
    pt: { message: 'A primeira linha não é a esperada. Difere em: {differs}.', fix: 'Ponha: {expected}.' },
  },
  SHEET_TOO_LONG: {
    status: 413,
    es: { message: 'El archivo tiene {rows} filas y se admiten {most}.', fix: 'Divídalo en archivos de {most} filas.' },
    en: { message: 'The file has {rows} rows; {most} are accepted.', fix: 'Split it into files of {most} rows.' },
    pt: { message: 'O arquivo tem {rows} linhas e admitem-se {most}.', fix: 'Divida-o em arquivos de {most} linhas.' },
  },
  ROW_NOT_OPEN: {
    status: 409,
    es: { message: 'La fila {row} no existe o ya se declaró.', fix: 'Corrija una fila que siga abierta.' },
    en: { message: 'Row {row} does not exist, or was declared.', fix: 'Correct a row that is still open.' },
    pt: { message: 'A linha {row} não existe ou já foi declarada.', fix: 'Corrija uma linha que siga aberta.' },
  },
  NOTHING_TO_UNDO: {
    status: 409,
    es: { message: 'La fila {row} no tiene una corrección que deshacer.', fix: 'Corríjala con «fixRows».' },
    en: { message: 'Row {row} has no correction to take back.', fix: 'Correct it with “fixRows”.' },
    pt: { message: 'A linha {row} não tem correção a desfazer.', fix: 'Corrija-a com “fixRows”.' },
  },
  NOTHING_TO_CONFIRM: {
    status: 409,
    es: { message: 'No hay pedidos que confirmar.', fix: 'Corrija filas, o suba otro archivo.' },
    en: { message: 'There are no orders to confirm.', fix: 'Correct rows, or upload another file.' },
    pt: { message: 'Não há pedidos a confirmar.', fix: 'Corrija linhas, ou envie outro arquivo.' },
  },
  NOT_FOUND_ORDER: {
    status: 422,
    es: { message: 'Ese pedido no está aceptado en este lote.', fix: 'Escriba plataforma y pedido: market/1001.' },
    en: { message: 'That order is not accepted in this batch.', fix: 'Write platform and order: market/1001.' },
    pt: { message: 'Esse pedido não está aceito neste lote.', fix: 'Escreva plataforma e pedido: market/1001.' },
  },
  CORRECTION_PERIOD_OVER: {
    status: 422,
    es: {
      message: 'El plazo de {days} días para corregir el precio terminó el {last}.',
      fix: 'Pida una enmienda a la aduana.',
    },
    en: { message: 'The {days} days to correct a price ended on {last}.', fix: 'Ask customs for an amendment.' },
    pt: {
      message: 'O prazo de {days} dias para corrigir o preço terminou em {last}.',
      fix: 'Peça uma emenda à alfândega.',
    },
  },
} as const satisfies Readonly<Record<string, ProblemText>>
