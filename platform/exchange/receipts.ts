import { findFlaw, type CallbackHeaders } from '#platform/payments'
import { readReceipt } from './lpco.ts'
import type { Receipt } from './partner.ts'

/** A receipt that the other side sent of its own accord: not signed by it, signed and not readable, or what it says. */
export function readSignedReceipt(
  secret: string | null,
  headers: CallbackHeaders,
  body: Buffer,
): 'unsigned' | 'unreadable' | Receipt {
  const seconds = Math.floor(Date.now() / 1000)
  if (secret === null || findFlaw({ secret, headers, body, seconds, tolerance: 300 })) return 'unsigned'
  return readReceipt(body.toString('utf8')) ?? 'unreadable'
}
