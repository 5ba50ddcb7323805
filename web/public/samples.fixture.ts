import type { Language } from '#kernel'
import type { IssuedRecord } from '#platform/pdf'
import { apiPage, errorPage, landing, verification, verificationForm } from './index.ts'
import type { LandingData, PublicDocument, StoryStep, VerificationAnswer } from './index.ts'

/** Made-up data with which the tests look at every page. */
const firm = 'Andes Fibra S.A.C.'
const steps: readonly StoryStep[] = [
  {
    at: '2026-06-15T14:02:00.000Z',
    who: 'Valentina Pereira',
    org: firm,
    what: 'Abrió la carpeta «Bufandas de lana a España»',
    detail: 'Escribió 64 datos. Reusó 58 en lo que sigue.',
    agency: null,
    cost: null,
    status: 'done',
  },
  {
    at: '2026-06-15T14:20:00.000Z',
    who: 'Valentina Pereira',
    org: firm,
    what: 'Pidió el certificado fitosanitario',
    detail: '',
    agency: 'SENASA',
    cost: { amount: '36.00', currency: 'PEN' },
    status: 'done',
  },
  {
    at: '2026-06-16T15:31:00.000Z',
    who: 'Marta Quispe',
    org: 'SENASA',
    what: 'Observó el método del análisis',
    detail: 'Falta el método. Se cura con el informe del laboratorio (NIMF 12, art. 4).',
    agency: 'SENASA',
    cost: null,
    status: 'observed',
  },
  {
    at: '2026-06-17T13:10:00.000Z',
    who: 'Rosa Ccori',
    org: 'DIGESA',
    what: 'Rechazó el registro sanitario',
    detail: 'El producto no es alimento.',
    agency: 'DIGESA',
    cost: null,
    status: 'refused',
  },
  {
    at: '2026-06-19T17:05:00.000Z',
    who: 'Directora de Sanidad Vegetal',
    org: 'SENASA',
    what: 'Firmó el certificado SNS022-2026-004417',
    detail: '',
    agency: 'SENASA',
    cost: null,
    status: 'done',
  },
  {
    at: '2026-06-19T18:40:00.000Z',
    who: 'Aduana',
    org: 'SUNAT',
    what: 'Compara el saldo con la declaración',
    detail: 'Espera el peso del depósito.',
    agency: 'SUNAT',
    cost: { amount: '12.50', currency: 'USD' },
    status: 'waiting',
  },
  {
    at: '2026-06-19T18:41:00.000Z',
    who: 'Naviera',
    org: 'Naviera del Sur',
    what: 'Embarca',
    detail: '',
    agency: null,
    cost: null,
    status: 'next',
  },
]

export const landingData: LandingData = {
  language: 'es',
  version: '0.1.0',
  sandbox: true,
  packs: [
    { id: 'pe', name: 'Perú', version: '2026.2', procedures: 12, agencies: 6 },
    { id: 'uy', name: 'Uruguay', version: '2026.1', procedures: 9, agencies: 5 },
    { id: 'tt', name: 'Trinidad y Tobago', version: '2026.1', procedures: 1, agencies: 1 },
  ],
  accounts: [
    { name: 'Valentina Pereira', org: firm, role: 'Titular', token: 'demo-pe-valentina' },
    { name: 'Marta Quispe', org: 'SENASA', role: 'Evaluadora', token: 'demo-pe-marta' },
  ],
  story: { ranAt: '2026-11-23T03:10:00.000Z', zone: 'America/Lima', country: 'PE', steps },
}

const document: PublicDocument = {
  title: 'Certificado fitosanitario',
  number: 'SNS022-2026-004417',
  issuer: { name: 'SENASA', country: 'PE' },
  issuedAt: '2026-06-19T17:05:33.000Z',
  zone: 'America/Lima',
  validUntil: '2026-08-19',
  goods: 'Café verde en grano',
  balance: [
    {
      description: 'Café verde en grano',
      authorised: { value: '12000.000', unit: 'KGM' },
      used: { value: '4000.500', unit: 'KGM' },
    },
    { description: 'Sacos de yute', authorised: { value: '200', unit: 'NIU' }, used: { value: '0', unit: 'NIU' } },
  ],
  digest: '41d09b7ec2fa8c1f22ab90d4e07b5d1913aa41d09b7ec2fa8c1f22ab90d4e07b',
  signature: { level: 'advanced', kid: 'QmFzZTY0dXJsX2tpZF9vZl9mb3J0eXRocmVlX2NoYXJz' },
}
/** The same document as it is printed. */
export const printed: IssuedRecord = {
  ...document,
  id: '01977f6e-0000-7000-8000-000000000001',
  documentType: 'phytosanitary-certificate',
  code: 'K7MQ-4T2P-9X',
  issuer: { id: 'pe.senasa', name: 'SENASA', country: 'PE' },
  holder: { name: 'Cooperativa Ñahuinpuquio', taxId: 'RUC 20512345671' },
  procedure: { id: 'SNS022', version: '3', title: 'Certificación fitosanitaria', law: 'DS 018-2008-AG, art. 24' },
  status: 'valid',
  lines: [],
  elements: [],
  conditions: [],
  signedBy: { role: 'approver', level: 'advanced' },
  verifyUrl: 'https://vuce.example/v/K7MQ-4T2P-9X',
  sandbox: true,
  language: 'es',
}
const asked = { language: 'es', code: 'K7MQ-4T2P-9X', checkedAt: '2026-06-25T15:42:07.000Z', sandbox: true } as const

export const answers: Readonly<Record<string, VerificationAnswer>> = {
  valid: { ...asked, state: 'valid', document },
  matched: {
    ...asked,
    state: 'valid',
    document: { ...document, balance: [] },
    compared: { digest: document.digest, matches: true },
  },
  exhausted: {
    ...asked,
    state: 'valid',
    document: { ...document, balance: document.balance.map((line) => ({ ...line, used: line.authorised })) },
  },
  expired: { ...asked, state: 'expired', document: { ...document, validUntil: '2025-08-19', balance: [] } },
  revoked: {
    ...asked,
    state: 'revoked',
    document: {
      ...document,
      balance: [],
      revoked: { at: '2026-06-22T14:15:00.000Z', reason: 'Registro del producto suspendido' },
      replacedBy: { number: 'SNS022-2026-004503', code: 'M2XX-7Q7Q-1A' },
    },
  },
  replaced: {
    ...asked,
    state: 'replaced',
    document: { ...document, balance: [], replacedBy: { number: 'SNS022-2026-004503', code: 'M2XX-7Q7Q-1A' } },
  },
  altered: { ...asked, state: 'altered', document, compared: { digest: 'e07b5d19'.repeat(8), matches: false } },
  tampered: { ...asked, state: 'altered', document },
  unknown: { ...asked, state: 'unknown' },
}

export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'Ventanilla HTTP API',
    version: '0.1.0',
    description: 'Every write carries Idempotency-Key.\n\nErrors are application/problem+json.',
  },
  tags: [{ name: 'applications', description: 'A procedure asked of an agency.' }],
  security: [{ bearer: [] }],
  paths: {
    '/v1/applications': {
      post: {
        tags: ['applications'],
        summary: 'Open an application',
        'x-may': ['application.open'],
        parameters: [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: true,
            description: 'Same key, same answer.',
            schema: { type: 'string', format: 'uuid' },
          },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Application' } } } },
        responses: {
          201: {
            description: 'Opened',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Application' } } },
          },
          422: { description: 'Breaks rules; all of them at once', 'x-problems': ['OVER_THRESHOLD', 'UNKNOWN_CODE'] },
        },
      },
    },
    '/v1/applications/{id}': {
      get: {
        tags: ['applications'],
        summary: 'Read an application',
        parameters: [{ $ref: '#/components/parameters/id' }],
        responses: { 200: { description: 'The application' }, 404: { description: 'Unknown' } },
      },
    },
    '/v1/applications/{id}/submit': {
      post: {
        tags: ['applications'],
        summary: 'Submit',
        'x-may': 'application.submit',
        responses: { 200: { description: 'Submitted' } },
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['reason'],
                properties: { reason: { type: 'string', maxLength: 200, description: 'Why now' } },
              },
            },
          },
        },
      },
    },
    '/v/{code}': {
      get: { security: [], summary: 'Verify <b>a</b> document', responses: { 200: { description: 'What it is' } } },
    },
  },
  components: {
    parameters: {
      id: { name: 'id', in: 'path', required: true, description: 'Case', schema: { type: 'string', format: 'uuid' } },
    },
    schemas: {
      Application: {
        type: 'object',
        required: ['procedure', 'lines'],
        properties: {
          procedure: { type: 'string', description: 'As the pack names it', examples: ['pe-senasa-phyto-export'] },
          lines: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['commodity'],
              properties: {
                commodity: { type: 'string', pattern: '^[0-9]{6,10}$' },
                quantity: { $ref: '#/components/schemas/Quantity' },
              },
            },
          },
          kind: { enum: ['export', 'import'] },
          parent: { $ref: '#/components/schemas/Application' },
        },
      },
      Quantity: {
        type: 'object',
        properties: {
          value: { type: 'string', pattern: '^\\d+(\\.\\d+)?$' },
          unit: { type: 'string', pattern: '^[A-Z0-9]{2,3}$' },
        },
      },
    },
  },
}

/** Every page there is, by name, in one language. */
export function everyPage(language: Language): Readonly<Record<string, string>> {
  const verifications = Object.entries(answers).map(([name, answer]) => [
    `verify-${name}`,
    verification({ ...answer, language }),
  ])
  return {
    landing: landing({ ...landingData, language }),
    'landing-plain': landing({ ...landingData, language, sandbox: false, packs: [] }),
    'landing-untold': landing({ ...landingData, language, story: null }),
    ...(Object.fromEntries(verifications) as Record<string, string>),
    form: verificationForm({ language, sandbox: false }),
    'form-wrong': verificationForm({ language, sandbox: true, wrong: '<x>' }),
    api: apiPage(openapi, { language, sandbox: true }),
    'error-404': errorPage(
      { status: 404, code: 'NOT_FOUND', traceId: '0af7651916cd43dd8448eb211c80319c' },
      { language },
    ),
    'error-500': errorPage({ status: 500, code: 'INTERNAL', detail: 'secret stack' }, { language }),
  }
}
