import type { Language } from '#kernel'

export interface ApiTexts {
  readonly title: string
  readonly version: string
  readonly contents: string
  readonly find: string
  readonly file: string
  readonly operations: (n: number) => string
  readonly other: string
  readonly may: string
  readonly anyone: string
  readonly signedIn: string
  readonly deprecated: string
  readonly parameters: string
  readonly place: string
  readonly request: string
  readonly example: string
  readonly answers: string
  readonly problems: string
  readonly schemas: string
  readonly schema: string
  readonly field: string
  readonly type: string
  readonly meaning: string
  readonly required: string
  readonly characters: string
  readonly items: string
  readonly anything: string
  readonly empty: string
  readonly top: string
}

export const apiTexts: Readonly<Record<Language, ApiTexts>> = {
  es: {
    title: 'Qué puede pedir un programa',
    version: 'Versión',
    contents: 'Contenido',
    find: 'Para buscar, use la búsqueda de su navegador.',
    file: 'El mismo contenido, para programas:',
    operations: (n) => (n === 1 ? 'pedido' : 'pedidos'),
    other: 'Otros',
    may: 'Quién puede pedirlo',
    anyone: 'Cualquiera, sin cuenta',
    signedIn: 'Quien tenga sesión',
    deprecated: 'En retiro',
    parameters: 'Parámetros',
    place: 'Dónde',
    request: 'Qué se envía',
    example: 'Ejemplo',
    answers: 'Qué responde',
    problems: 'Motivos de rechazo',
    schemas: 'Estructuras',
    schema: 'Estructura',
    field: 'Campo',
    type: 'Tipo',
    meaning: 'Qué es',
    required: 'obligatorio',
    characters: 'caracteres',
    items: 'elementos',
    anything: 'cualquier valor',
    empty: 'Este servidor no describe ningún pedido todavía.',
    top: 'Volver arriba',
  },
  en: {
    title: 'What a program can ask for',
    version: 'Version',
    contents: 'Contents',
    find: 'To search, use your browser’s find.',
    file: 'The same content, for programs:',
    operations: (n) => (n === 1 ? 'request' : 'requests'),
    other: 'Other',
    may: 'Who may ask for it',
    anyone: 'Anyone, without an account',
    signedIn: 'Whoever has a session',
    deprecated: 'Being withdrawn',
    parameters: 'Parameters',
    place: 'Where',
    request: 'What is sent',
    example: 'Example',
    answers: 'What it answers',
    problems: 'Reasons for refusal',
    schemas: 'Structures',
    schema: 'Structure',
    field: 'Field',
    type: 'Type',
    meaning: 'What it is',
    required: 'required',
    characters: 'characters',
    items: 'items',
    anything: 'any value',
    empty: 'This server does not describe any request yet.',
    top: 'Back to top',
  },
  pt: {
    title: 'O que um programa pode pedir',
    version: 'Versão',
    contents: 'Conteúdo',
    find: 'Para procurar, use a busca do seu navegador.',
    file: 'O mesmo conteúdo, para programas:',
    operations: (n) => (n === 1 ? 'pedido' : 'pedidos'),
    other: 'Outros',
    may: 'Quem pode pedir',
    anyone: 'Qualquer pessoa, sem conta',
    signedIn: 'Quem tem sessão',
    deprecated: 'Em retirada',
    parameters: 'Parâmetros',
    place: 'Onde',
    request: 'O que se envia',
    example: 'Exemplo',
    answers: 'O que responde',
    problems: 'Motivos de recusa',
    schemas: 'Estruturas',
    schema: 'Estrutura',
    field: 'Campo',
    type: 'Tipo',
    meaning: 'O que é',
    required: 'obrigatório',
    characters: 'caracteres',
    items: 'itens',
    anything: 'qualquer valor',
    empty: 'Este servidor ainda não descreve nenhum pedido.',
    top: 'Voltar ao topo',
  },
}
