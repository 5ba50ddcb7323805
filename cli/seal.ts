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

/** `vuce evidence renew [--before DAY]`: evidence whose time stamp ends before that day is stamped again, if the authority's new one lasts longer. */
export const evidenceRenewCommand = async (argv: string[]): Promise<number> => {
  const before = argv.includes('--before') ? argv[argv.indexOf('--before') + 1] : undefined
  if (argv.includes('--before') && !/^\d{4}-\d{2}-\d{2}$/.test(before ?? '')) {
    process.stderr.write('vuce: evidence renew [--before 2031-01-31]\n')
    return 2
  }
  return inHouse(async ({ evidence }) => {
    const collected = await evidence.collect()
    const renewed = await evidence.renew(before ? `${before}T00:00:00.000Z` : undefined)
    say(`${collected} signatures stamped for the first time, ${renewed} stamped again.`)
    return 0
  })
}

/** `vuce seal rotate <organisation>`: exit 1 when it has no seal, 2 when the command is not understood. */
export const sealRotateCommand = async (argv: string[]): Promise<number> => {
  const [org] = argv.filter((a) => !a.startsWith('-'))
  if (!org) {
    process.stderr.write('vuce: seal rotate <organisation id>. The organisations: /.well-known/jwks.json, member org\n')
    return 2
  }
  return inHouse(async ({ signer, certificates }) => {
    const made = await signer.rotate(org)
    if (!made) {
      process.stderr.write(`vuce: ${org} has no seal yet: it is made when it first signs\n`)
      return 1
    }
    await certificates.jwks()
    const certificate = await certificates.ofKey(made.kid)
    say(`${org} signs with key ${made.kid} from now on, certificate ${certificate?.serial ?? '-'}.`)
    say('What the old key signed still verifies. Running windows take the new key up within a minute.')
    return 0
  })
}
