import type { Language } from '#kernel'

export type StepStatus = 'done' | 'waiting' | 'observed' | 'refused' | 'next'

export interface LandingTexts {
  readonly title: string
  readonly headline: string
  readonly lead: string
  readonly view: string
  readonly form: string
  readonly code: string
  readonly codeHint: string
  readonly verify: string
  readonly doors: string
  readonly followDoor: readonly [title: string, text: string]
  readonly verifyDoor: readonly [title: string, text: string]
  readonly apiDoor: readonly [title: string, text: string]
  readonly demoDoor: readonly [title: string, text: string]
  readonly healthDoor: readonly [title: string, text: string]
  readonly running: string
  readonly version: (version: string) => string
  readonly packs: string
  readonly countries: (n: number) => string
  readonly procedures: (n: number) => string
  readonly agencies: (n: number) => string
  readonly packVersion: string
  readonly noPacks: string
  readonly demo: string
  readonly demoHow: string
  readonly demoThen: string
  readonly demoEmpty: string
  readonly demoLast: (when: string) => string
  readonly refresh: string
  readonly steps: (n: number) => string
  readonly parties: (n: number) => string
  readonly elapsed: (days: number, hours: number, minutes: number) => string
  readonly elapsedLabel: string
  readonly cost: (sum: string) => string
  readonly costLabel: string
  readonly status: Readonly<Record<StepStatus, string>>
  readonly accounts: string
  readonly accountsHow: string
  readonly accountColumns: readonly [name: string, org: string, role: string, token: string]
}

const plural =
  (one: string, many: string) =>
  (n: number): string =>
    n === 1 ? one : many

const span =
  (day: string, days: string) =>
  (d: number, h: number, m: number): string =>
    [d ? `${d} ${d === 1 ? day : days}` : '', h ? `${h} h` : '', m || !(d || h) ? `${m} min` : '']
      .filter(Boolean)
      .join(' ')

export const landingTexts: Readonly<Record<Language, LandingTexts>> = {
  es: {
    title: 'Diga qué vende y a dónde',
    headline: 'Diga qué vende y a dónde. Le decimos qué sigue.',
    lead: 'Permisos, origen, aduana, flete y cobro en un solo lugar. Usted escribe cada dato una vez.',
    view: 'Un puerto al amanecer, visto por una ventanilla en arco',
    form: 'Verificar un documento',
    code: 'Código del documento',
    codeHint: 'Está junto al código QR. No hace falta cuenta.',
    verify: 'Verificar',
    doors: 'Otras puertas',
    followDoor: ['Seguir una operación', 'Vea qué falta, a quién le toca y hasta cuándo.'],
    verifyDoor: ['Verificar un documento', 'Con el código QR o el archivo. No pide cuenta.'],
    apiDoor: ['Leer la API', 'Cada pedido, quién puede hacerlo y un ejemplo.'],
    demoDoor: ['Seguir la demostración', 'Un trámite entero, paso a paso, con datos inventados.'],
    healthDoor: ['Ver el estado', 'Qué responde y qué no, en este momento.'],
    running: 'Qué funciona aquí',
    version: (version) => `Ventanilla ${version}`,
    packs: 'Paquetes de país instalados',
    countries: plural('paquete de país', 'paquetes de país'),
    procedures: plural('trámite', 'trámites'),
    agencies: plural('organismo', 'organismos'),
    packVersion: 'versión',
    noPacks: 'Todavía no hay paquetes de país instalados.',
    demo: 'Siga la demostración',
    demoHow: 'En la carpeta del programa, escriba:',
    demoThen: 'Luego vuelva aquí: los pasos aparecen en esta página.',
    demoEmpty: 'Aquí verá los pasos. Nadie ha hecho correr la demostración todavía.',
    demoLast: (when) => `Última vez: ${when}.`,
    refresh: 'Actualizar los pasos',
    steps: plural('paso', 'pasos'),
    parties: plural('participante', 'participantes'),
    elapsed: span('día', 'días'),
    elapsedLabel: 'de principio a fin',
    cost: (sum) => `Costo: ${sum}`,
    costLabel: 'en tasas',
    status: { done: 'Hecho', waiting: 'En espera', observed: 'Observado', refused: 'Rechazado', next: 'Sigue' },
    accounts: 'Cuentas de prueba',
    accountsHow: 'Son personas inventadas. Envíe la clave en cada pedido, así:',
    accountColumns: ['Nombre', 'Empresa u organismo', 'Papel', 'Clave'],
  },
  en: {
    title: 'Say what you sell and where',
    headline: 'Say what you sell and where. We tell you what comes next.',
    lead: 'Permits, origin, customs, freight and payment in one place. You write each fact once.',
    view: 'A port at dawn, seen through an arched counter window',
    form: 'Verify a document',
    code: 'Document code',
    codeHint: 'It is next to the QR code. You need no account.',
    verify: 'Verify',
    doors: 'Other doors',
    followDoor: ['Follow an operation', 'See what is missing, whose turn it is and until when.'],
    verifyDoor: ['Verify a document', 'With the QR code or the file. No account needed.'],
    apiDoor: ['Read the API', 'Each request, who may make it, and an example.'],
    demoDoor: ['Follow the demonstration', 'A whole procedure, step by step, with made-up data.'],
    healthDoor: ['See the status', 'What answers and what does not, right now.'],
    running: 'What runs here',
    version: (version) => `Ventanilla ${version}`,
    packs: 'Installed country packs',
    countries: plural('country pack', 'country packs'),
    procedures: plural('procedure', 'procedures'),
    agencies: plural('agency', 'agencies'),
    packVersion: 'version',
    noPacks: 'No country packs are installed yet.',
    demo: 'Follow the demonstration',
    demoHow: 'In the program’s folder, type:',
    demoThen: 'Then come back: the steps appear on this page.',
    demoEmpty: 'The steps will appear here. Nobody has run the demonstration yet.',
    demoLast: (when) => `Last run: ${when}.`,
    refresh: 'Update the steps',
    steps: plural('step', 'steps'),
    parties: plural('participant', 'participants'),
    elapsed: span('day', 'days'),
    elapsedLabel: 'from start to end',
    cost: (sum) => `Cost: ${sum}`,
    costLabel: 'in fees',
    status: { done: 'Done', waiting: 'Waiting', observed: 'Observed', refused: 'Refused', next: 'Next' },
    accounts: 'Test accounts',
    accountsHow: 'They are made-up people. Send the token with each request, like this:',
    accountColumns: ['Name', 'Firm or agency', 'Role', 'Token'],
  },
  pt: {
    title: 'Diga o que vende e para onde',
    headline: 'Diga o que vende e para onde. Nós dizemos o próximo passo.',
    lead: 'Licenças, origem, aduana, frete e cobrança em um só lugar. Você escreve cada dado uma vez.',
    view: 'Um porto ao amanhecer, visto por um guichê em arco',
    form: 'Verificar um documento',
    code: 'Código do documento',
    codeHint: 'Está junto ao código QR. Não precisa de conta.',
    verify: 'Verificar',
    doors: 'Outras portas',
    followDoor: ['Acompanhar uma operação', 'Veja o que falta, de quem é a vez e até quando.'],
    verifyDoor: ['Verificar um documento', 'Com o código QR ou o arquivo. Não pede conta.'],
    apiDoor: ['Ler a API', 'Cada pedido, quem pode fazê-lo e um exemplo.'],
    demoDoor: ['Seguir a demonstração', 'Um procedimento inteiro, passo a passo, com dados inventados.'],
    healthDoor: ['Ver o estado', 'O que responde e o que não, neste momento.'],
    running: 'O que funciona aqui',
    version: (version) => `Ventanilla ${version}`,
    packs: 'Pacotes de país instalados',
    countries: plural('pacote de país', 'pacotes de país'),
    procedures: plural('procedimento', 'procedimentos'),
    agencies: plural('órgão', 'órgãos'),
    packVersion: 'versão',
    noPacks: 'Ainda não há pacotes de país instalados.',
    demo: 'Siga a demonstração',
    demoHow: 'Na pasta do programa, escreva:',
    demoThen: 'Depois volte aqui: os passos aparecem nesta página.',
    demoEmpty: 'Os passos aparecerão aqui. Ninguém executou a demonstração ainda.',
    demoLast: (when) => `Última vez: ${when}.`,
    refresh: 'Atualizar os passos',
    steps: plural('passo', 'passos'),
    parties: plural('participante', 'participantes'),
    elapsed: span('dia', 'dias'),
    elapsedLabel: 'do início ao fim',
    cost: (sum) => `Custo: ${sum}`,
    costLabel: 'em taxas',
    status: { done: 'Feito', waiting: 'Em espera', observed: 'Com exigência', refused: 'Recusado', next: 'A seguir' },
    accounts: 'Contas de teste',
    accountsHow: 'São pessoas inventadas. Envie a chave em cada pedido, assim:',
    accountColumns: ['Nome', 'Empresa ou órgão', 'Papel', 'Chave'],
  },
}
