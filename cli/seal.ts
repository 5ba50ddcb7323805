import { revocationReasons, type IssuedCertificate, type RevocationReason } from '#modules/certificates'
import { inHouse } from './store.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

const nameOf = (reason: number | null): string =>
  Object.entries(revocationReasons).find(([, code]) => code === reason)?.[0] ?? 'unspecified'

const line = (c: IssuedCertificate): string => {
  const standing = c.revokedAt
    ? `REVOKED ${c.revokedAt.slice(0, 16)} (${nameOf(c.reason)})`
    : `good until ${c.notAfter.slice(0, 10)}`
  return `${c.serial}  ${standing.padEnd(26)}  ${c.subject}`
}

/** `vuce seal list`: the certificates of all seals; those that have none are given one. */
export const sealListCommand = (argv: string[]): Promise<number> =>
  inHouse(async ({ certificates }) => {
    await certificates.jwks()
    const all = await certificates.list()
    if (argv.includes('--json')) say(JSON.stringify(all, null, 2))
    else for (const c of all) say(line(c))
    return 0
  })

/** `vuce seal revoke <serial> --reason <why>`: exit 1 when there is no such certificate, 2 when the command is not understood. */
export const sealRevokeCommand = async (argv: string[]): Promise<number> => {
  const serial = argv.find((a) => !a.startsWith('-') && a !== argv[argv.indexOf('--reason') + 1])
  const reason = argv[argv.indexOf('--reason') + 1]
  const known = Object.keys(revocationReasons)
  if (!serial || !argv.includes('--reason') || !reason || !known.includes(reason)) {
    process.stderr.write(
      `vuce: seal revoke <serial> --reason <${known.join('|')}>. The serial numbers: npx vuce seal list\n`,
    )
    return 2
  }
  return inHouse(async ({ certificates }) => {
    const found = await certificates.revoke(serial.toLowerCase(), reason as RevocationReason)
    if (!found) process.stderr.write(`vuce: no certificate ${serial}. The serial numbers: npx vuce seal list\n`)
    else say(line(found))
    return found ? 0 : 1
  })
}
