import { Type, type Static } from 'typebox'
import {
  refusal,
  strict,
  UuidSchema,
  validCci,
  validClabe,
  validGtin13,
  validIban,
  validLei,
  type Refusal,
} from '#kernel'

export const ParticularsSchema = Type.Object(
  {
    form: Type.Optional(
      Type.Union([
        Type.Literal('company'),
        Type.Literal('natural-person'),
        Type.Literal('cooperative'),
        Type.Literal('public-body'),
      ]),
    ),
    activity: Type.Optional(
      Type.String({ pattern: '^\\d{4}$', description: 'Main activity: a class of ISIC Rev. 4, 1079' }),
    ),
    region: Type.Optional(
      Type.String({ minLength: 2, maxLength: 80, description: 'Region of the country where it works' }),
    ),
    ownership: Type.Optional(
      Type.Union([Type.Literal('women'), Type.Literal('men'), Type.Literal('mixed'), Type.Literal('undeclared')], {
        description: 'Who holds most of it; for figures only, nothing is decided by it',
      }),
    ),
    /** Its legal representative: one of its owners here. */
    representative: Type.Optional(UuidSchema),
    gln: Type.Optional(Type.String({ pattern: '^\\d{13}$', description: 'Global Location Number (GS1)' })),
    lei: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{20}$', description: 'Legal Entity Identifier (ISO 17442)' })),
    account: Type.Optional(
      Type.Object(
        {
          scheme: Type.Union([Type.Literal('IBAN'), Type.Literal('CCI'), Type.Literal('CLABE'), Type.Literal('other')]),
          number: Type.String({ minLength: 5, maxLength: 40 }),
          bank: Type.Optional(Type.String({ minLength: 2, maxLength: 80 })),
        },
        { ...strict, description: 'Where refunds go; only the firm and the treasury that pays see it' },
      ),
    ),
  },
  { ...strict, minProperties: 1, description: 'What no registry of the State holds. What is not sent stays as it is' },
)
export type Particulars = Static<typeof ParticularsSchema>

const accounts: Readonly<Record<NonNullable<Particulars['account']>['scheme'], (number: string) => boolean>> = {
  IBAN: validIban,
  CCI: validCci,
  CLABE: validClabe,
  other: () => true,
}

/** Everything in it that its own arithmetic refuses (M01, data). */
export const particularFaults = ({ gln, lei, account }: Particulars): readonly Refusal[] => [
  ...(gln && !validGtin13(gln) ? [refusal('NUMBER_CHECK_DIGIT', '/gln', { given: gln })] : []),
  ...(lei && !validLei(lei) ? [refusal('NUMBER_CHECK_DIGIT', '/lei', { given: lei })] : []),
  ...(account && !accounts[account.scheme](account.number)
    ? [refusal('BANK_ACCOUNT', '/account/number', { scheme: account.scheme })]
    : []),
]
