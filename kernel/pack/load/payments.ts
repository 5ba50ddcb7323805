import type { Payments } from '../model.ts'
import { readLaw, type Context } from './context.ts'
import { ACCOUNT, PAYMENTS } from '../vocabulary/pack.ts'
import { keysOf } from '../vocabulary/shapes.ts'
import { fault, fields, money, oneOf, text, type At } from './cursor.ts'

/** `payments:` how a country collects its fees, and from which amount a refund needs two people (M06). */
export function readPayments(
  at: At | undefined,
  { currency }: { readonly currency: string },
  { norms, defaults }: Pick<Context, 'norms' | 'defaults'>,
): Payments {
  if (!at) return { provider: 'redirect', account: null, fourEyes: null, law: defaults.law }
  const found = fields(at, PAYMENTS)
  const provider = found.provider && oneOf(found.provider, ['redirect', 'bank-file'])
  const account = found.account && readAccount(found.account)
  const fourEyes = found['four-eyes'] && money(found['four-eyes'])
  if (found['four-eyes'] && fourEyes && fourEyes.currency !== currency)
    fault(
      found['four-eyes'],
      'BAD_VALUE',
      `${fourEyes.currency} is not the currency of this pack`,
      `write it in ${currency}`,
    )
  if (provider === 'bank-file' && !account)
    fault(
      at,
      'MISSING_KEY',
      'orders are paid by transfer and there is no account',
      'add account: { bank, number, holder }',
    )
  return {
    provider: provider ?? 'redirect',
    account: account ?? null,
    fourEyes: fourEyes ?? null,
    law: (found.law && readLaw(found.law, norms)) ?? defaults.law,
  }
}

function readAccount(at: At): Payments['account'] {
  const found = fields(at, ACCOUNT)
  const [bank, number, holder] = keysOf(ACCOUNT).map((key) => found[key] && text(found[key]))
  return bank && number && holder ? { bank, number, holder } : null
}
