import { showMoney, type Money } from '#kernel'
import type { Lang, Words } from './report.ts'

const say = (en: string, es: string): Words => ({ en, es })

/** Joins words of both languages with the same glue. */
export const joined = (parts: readonly Words[], glue: string): Words => ({
  en: parts.map((p) => p.en).join(glue),
  es: parts.map((p) => p.es).join(glue),
})

/** `about` is the procedure, shipment or documents concerned; the rest is what the step says `with` it. */
export interface Told {
  readonly about: Words
  readonly task?: string
  readonly result?: string
  readonly outcome?: string
  readonly quantity?: string
  readonly text?: string
  /** The command given to a case of another type. */
  readonly act?: string
}

const RESULTS: Readonly<Record<string, Words>> = {
  proceed: say('in favour', 'favorable'),
  against: say('against', 'en contra'),
  conform: say('conform', 'conforme'),
  nonconform: say('not conform', 'no conforme'),
  approve: say('to approve', 'aprobar'),
  deny: say('to deny', 'denegar'),
  upheld: say('upheld', 'se confirma'),
  overturned: say('overturned', 'se revoca'),
  granted: say('granted', 'concedido'),
  refused: say('refused', 'denegado'),
}
export const resultOf = (code: string | undefined): Words => RESULTS[code ?? ''] ?? say(code ?? '', code ?? '')

type Verb = (told: Told) => Words

/** What a person does, by the name of the act. The verb comes first. */
const VERBS: Readonly<Record<string, Verb>> = {
  ask: ({ about }) => say(`Asks what is needed: ${about.en}`, `Pregunta qué se necesita: ${about.es}`),
  file: ({ about }) => say(`Files: ${about.en}`, `Presenta: ${about.es}`),
  submit: ({ about }) => say(`Files: ${about.en}`, `Presenta: ${about.es}`),
  pay: () => say('Pays the order', 'Paga la orden'),
  check: () => say('Asks the bank about the payment', 'Pregunta al banco por el pago'),
  dependencyResolved: ({ about, outcome }) =>
    say(`${about.en}: ${resultOf(outcome).en}`, `${about.es}: ${resultOf(outcome).es}`),
  admit: ({ about }) => say(`Admits: ${about.en}`, `Admite: ${about.es}`),
  requestCure: ({ about }) => say(`Asks to cure defects: ${about.en}`, `Pide subsanar: ${about.es}`),
  cure: ({ about }) => say(`Cures the defects: ${about.en}`, `Subsana: ${about.es}`),
  observe: ({ about, text }) => say(`Observes: ${text ?? about.en}`, `Observa: ${text ?? about.es}`),
  answer: ({ about, text }) => say(`Answers: ${text ?? about.en}`, `Responde: ${text ?? about.es}`),
  askExtension: () => say('Takes the extension to answer', 'Toma la prórroga para responder'),
  giveOpinion: ({ task = '', result }) =>
    say(`Opinion on ${task}: ${resultOf(result).en}`, `Opinión sobre ${task}: ${resultOf(result).es}`),
  recordInspection: ({ task = '', result }) =>
    say(`Inspects ${task}: ${resultOf(result).en}`, `Inspecciona ${task}: ${resultOf(result).es}`),
  reportResult: ({ task = '', result }) =>
    say(`Laboratory, ${task}: ${resultOf(result).en}`, `Laboratorio, ${task}: ${resultOf(result).es}`),
  propose: ({ about, outcome }) =>
    say(`Proposes ${resultOf(outcome).en}: ${about.en}`, `Propone ${resultOf(outcome).es}: ${about.es}`),
  approve: ({ about }) => say(`Approves and signs: ${about.en}`, `Aprueba y firma: ${about.es}`),
  deny: ({ about }) => say(`Denies: ${about.en}`, `Deniega: ${about.es}`),
  return: ({ about }) => say(`Returns the proposal: ${about.en}`, `Devuelve la propuesta: ${about.es}`),
  rectify: ({ about }) => say(`Rectifies: ${about.en}`, `Rectifica: ${about.es}`),
  extend: ({ about }) => say(`Takes the longer validity: ${about.en}`, `Prorroga la vigencia: ${about.es}`),
  draw: ({ quantity = '' }) => say(`Draws ${quantity}`, `Descarga ${quantity} del saldo`),
  revoke: ({ about }) => say(`Revokes: ${about.en}`, `Revoca: ${about.es}`),
  withdraw: ({ about }) => say(`Withdraws: ${about.en}`, `Desiste: ${about.es}`),
  appeal: ({ about }) => say(`Appeals: ${about.en}`, `Apela: ${about.es}`),
  resolveAppeal: ({ outcome }) =>
    say(`Resolves the appeal: ${resultOf(outcome).en}`, `Resuelve la apelación: ${resultOf(outcome).es}`),
  convene: () =>
    say('Convenes one opening of the goods for all', 'Convoca una sola apertura de la mercancía para todos'),
  record: ({ result }) =>
    say(`Finds the goods ${resultOf(result).en}`, `Encuentra la mercancía ${resultOf(result).es}`),
  verify: ({ about }) => say(`Verifies by code: ${about.en}`, `Verifica por código: ${about.es}`),
  download: ({ about }) => say(`Downloads the PDF: ${about.en}`, `Baja el PDF: ${about.es}`),
  open: ({ about }) => say(`Opens the dossier: ${about.en}`, `Abre la carpeta: ${about.es}`),
  begin: ({ about }) =>
    say(BEGINS[about.en]?.en ?? `Begins: ${about.en}`, BEGINS[about.en]?.es ?? `Empieza: ${about.es}`),
  give: ({ act = '' }) => GIVEN[act] ?? say(act, act),
  customs: () => say('Customs’ own system answers', 'Responde el sistema de la aduana'),
  read: ({ about }) => say(`Looks at: ${about.en}`, `Mira: ${about.es}`),
  upload: () => say('Uploads the orders of the shop', 'Sube los pedidos de la tienda'),
  suppose: () => say('Suppose another law were in force', 'Supongamos que rige otra norma'),
  look: ({ about }) => say(`Looks at: ${about.en}`, `Mira: ${about.es}`),
  wait: () => say('Time passes', 'Pasa el tiempo'),
}

/** What is begun, by the path of its cases. */
const BEGINS: Readonly<Record<string, Words>> = {
  'small-exports': say(
    'Exports this order: the conditions are checked',
    'Exporta este pedido: se comprueban las condiciones',
  ),
  adherences: say('Signs the agreement of the regime', 'Firma el convenio del régimen'),
  declarations: say(
    'Prepares the customs declaration from the dossier',
    'Prepara la declaración con los datos de la carpeta',
  ),
  'shop-batches': say('Uploads the orders of the shop', 'Sube los pedidos de la tienda'),
}
/** What a command on another case does, in words. */
const GIVEN: Readonly<Record<string, Words>> = {
  recheckEligibility: say('Checks the conditions again', 'Comprueba otra vez las condiciones'),
  requestClassification: say('Asks an agent for the code of the product', 'Pide al despachante el código del producto'),
  classify: say('Signs the code of the product', 'Firma el código del producto'),
  declare: say('Signs and declares', 'Firma y declara'),
  handOver: say('Takes the parcel', 'Recibe el paquete'),
  confirmExit: say('Says that it has left', 'Dice que salió'),
  send: say('Signs and sends to customs', 'Firma y envía a la aduana'),
  recordResult: say('Records what the control found', 'Registra lo que encontró el control'),
  noteActivity: say('Time worked on it', 'Tiempo de trabajo'),
  fixRows: say('Puts rows right', 'Corrige filas'),
  confirm: say('Confirms and signs', 'Confirma y firma'),
  correctPrice: say('Corrects a price', 'Corrige un precio'),
  declareReturn: say('Declares a return', 'Declara una devolución'),
  buildRefund: say('Builds the refund file', 'Arma el legajo de reintegro'),
}

export const actNames: readonly string[] = Object.keys(VERBS)
export const whatOf = (act: string, told: Told): Words =>
  VERBS[act]?.(told) ?? say(`${act}: ${told.about.en}`, `${act}: ${told.about.es}`)

const STATUSES: Readonly<Record<string, Words>> = {
  DRAFT: say('nothing filed', 'nada presentado'),
  WAITING: say('waits for another permit', 'espera otro permiso'),
  AWAITING_PAYMENT: say('awaits payment', 'espera el pago'),
  ADMISSIBILITY: say('to be admitted', 'por admitir'),
  CURE_REQUESTED: say('to be cured', 'por subsanar'),
  UNDER_EVALUATION: say('under evaluation', 'en evaluación'),
  OBSERVED: say('observed, the agency’s clock stands still', 'observado, el plazo de la entidad está detenido'),
  PROPOSED: say('proposed, awaits another signature', 'propuesto, espera otra firma'),
  APPROVED: say('approved', 'aprobado'),
  PARTIALLY_USED: say('partly used', 'usado en parte'),
  EXHAUSTED: say('exhausted', 'agotado'),
  EXPIRED: say('expired', 'vencido'),
  REVOKED: say('revoked', 'revocado'),
  DENIED: say('denied', 'denegado'),
  UNDER_APPEAL: say('under appeal', 'en apelación'),
  UPHELD: say('denial upheld', 'denegatoria confirmada'),
  LAPSED: say('lapsed', 'caducado'),
  ABANDONED: say('abandoned', 'abandonado'),
  WITHDRAWN: say('withdrawn', 'desistido'),
  VALIDATED: say('checked row by row', 'revisado fila por fila'),
  SUBMITTED: say('declared', 'declarado'),
  SHIPPED: say('with the carrier', 'despachado'),
  SETTLED: say('refund file ready', 'legajo de reintegro listo'),
  CONVENED: say('convened', 'convocada'),
  OPEN: say('open', 'abierta'),
  ELIGIBILITY_CHECKED: say('may use the regime', 'puede usar el régimen'),
  CLASSIFICATION_REQUESTED: say('classification requested', 'clasificación pedida'),
  CLASSIFIED: say('classified', 'clasificado'),
  DECLARED: say('declared', 'declarado'),
  ACCEPTED: say('accepted by customs', 'aceptado por la aduana'),
  CHANNEL: say('channel assigned', 'canal asignado'),
  HANDED_TO_CARRIER: say('with the carrier', 'en manos del transportista'),
  EXITED: say('left the country', 'salió del país'),
  CLOSED: say('closed', 'cerrado'),
  ADHERED: say('adheres to the agreement', 'adhiere al convenio'),
  PREPARED: say('prepared', 'preparada'),
  SENT: say('sent to customs', 'enviada a la aduana'),
  RELEASED: say('released', 'con levante'),
  CONFORM: say('closed: conform', 'cerrada: conforme'),
  NONCONFORM: say('closed: not conform', 'cerrada: no conforme'),
}
export const statusWords = (status: string): Words => STATUSES[status] ?? say(status, status)

const DAYS: Readonly<Record<Lang, readonly string[]>> = {
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  es: ['dom', 'lun', 'mar', 'mié', 'jue', 'vie', 'sáb'],
}
const MONTHS: Readonly<Record<Lang, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  es: ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'set', 'oct', 'nov', 'dic'],
}

/** `2026-06-08` as `Mon 8 Jun 2026`; without the year where it is plain from the context. */
export function dayWords(day: string, year = true): Words {
  const date = new Date(`${day}T00:00:00Z`)
  const of = (lang: Lang): string =>
    [
      DAYS[lang][date.getUTCDay()],
      date.getUTCDate(),
      MONTHS[lang][date.getUTCMonth()],
      ...(year ? [date.getUTCFullYear()] : []),
    ].join(' ')
  return { en: of('en'), es: of('es') }
}

/** `3685.00 PEN` as `3,685.00 PEN`: the thousands are told apart, as Peru and the English-speaking countries do. */
export const moneyWords = (money: Money): string => showMoney(money).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',')

export const LABELS = {
  totals: say('Totals', 'Totales'),
  paid: say('Paid', 'Pagado'),
  before: say('before it', 'antes'),
  daysPerAgency: say('Business days by agency', 'Días hábiles por entidad'),
  inside: say('inside the time of', 'dentro del plazo de'),
  sum: say('Sum of durations', 'Suma de duraciones'),
  elapsed: say('Elapsed', 'Transcurrido'),
  gain: say('Gain of parallel work', 'Ganancia del paralelismo'),
  saldo: say('Saldo', 'Saldo'),
  documents: say('Documents', 'Documentos'),
  prologue: say('Before: what the firm already holds', 'Antes: lo que la empresa ya tiene'),
  main: say('The story', 'La historia'),
  anyone: say('Anyone, without an account', 'Cualquiera, sin cuenta'),
  costs: say('costs', 'cuesta'),
  expected: say('expected', 'se esperaba'),
  got: say('got', 'salió'),
  refusedWord: say('Refused', 'Rechazado'),
} as const satisfies Readonly<Record<string, Words>>
