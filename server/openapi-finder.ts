import { QuestionSchema } from '#modules/finder'
import { pdf } from './openapi-parts.ts'

const question = ['country', 'hs', 'q', 'regime', 'origin', 'destination', 'use', 'day', 'lang']

/** The requirement finder and the tariff, open to everybody. */
export const finderExtras = [
  {
    method: 'get',
    path: '/v1/finder',
    tag: 'requirements',
    id: 'find-requirements',
    summary:
      'What goods need, why, what it costs and how long it takes; and the questions that would change the answer. Any element of the dictionary may be given by its id',
    open: true,
    query: question,
  },
  {
    method: 'post',
    path: '/v1/finder/certificates',
    tag: 'requirements',
    id: 'certify-nothing-needed',
    summary: 'A signed certificate that nothing is needed, where that is the answer',
    open: true,
    body: QuestionSchema,
    example: { country: 'pe', hs: '950300', regime: 'import', origin: 'CL', lang: 'es' },
  },
  {
    method: 'get',
    path: '/v1/finder/certificates/{code}',
    tag: 'requirements',
    id: 'get-certificate',
    summary: 'A certificate with its signed record',
    open: true,
  },
  {
    method: 'get',
    path: '/v1/finder/certificates/{code}/document.pdf',
    tag: 'requirements',
    id: 'get-certificate-pdf',
    summary: 'Its PDF rendering',
    open: true,
    query: ['lang'],
    answer: pdf,
  },
  {
    method: 'get',
    path: '/v1/hs',
    tag: 'requirements',
    id: 'search-tariff',
    summary: 'Tariff codes for words as a trader says them, with what tells them apart',
    open: true,
    query: ['q', 'lang', 'limit'],
  },
  {
    method: 'get',
    path: '/v1/hs/{code}',
    tag: 'requirements',
    id: 'get-tariff-code',
    summary: 'One chapter, heading or subheading, and what stands under it',
    open: true,
    query: ['lang'],
  },
  {
    method: 'get',
    path: '/v1/landed-cost',
    tag: 'requirements',
    id: 'landed-cost',
    summary:
      'A price under every Incoterm, and what the goods cost landed. Amounts are in the currency of the price, rates in per cent',
    open: true,
    query: [
      'price',
      'incoterm',
      'preCarriage',
      'exportClearance',
      'loading',
      'freight',
      'insuranceRate',
      'delivery',
      'unloading',
      'importClearance',
      'dutyRate',
      'taxRate',
      'customsBasis',
      'country',
      'hs',
      'origin',
      'day',
      'lang',
    ],
  },
  {
    method: 'get',
    path: '/v1/tariff',
    tag: 'requirements',
    id: 'tariff',
    summary:
      'Duty for everybody, preferences by agreement with what they save, and taxes on import; each with its norm, source and date',
    open: true,
    query: ['country', 'hs', 'origin', 'day', 'value', 'lang'],
  },
] as const
