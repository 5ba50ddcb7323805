import { readFile } from 'node:fs/promises'
import { checkFile, readSeals, type FileVerdict, type Trust } from '#modules/evidence'
import { readPem } from '#platform/pki'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const USAGE = `vuce: verify-document FILE --roots root.pem [--seals jwks.json] [--json]
FILE: an evidence package (.zip), a signed record (.jws or JSON that holds one), or a PDF of the window.
--roots: the root certificates you trust, PEM or DER; a window publishes its own at /pki/root.cer. Get it by a way you trust.
--seals: the seals, as a window publishes them at /.well-known/jwks.json; a package carries its own.
Nothing is asked of any window. Whether a document was revoked or replaced since, only its window can tell.
`

/** The value of an option, and everything that is no option. */
function readArguments(
  argv: readonly string[],
): { file?: string; roots?: string; seals?: string; json: boolean } | null {
  const found: { file?: string; roots?: string; seals?: string; json: boolean } = { json: false }
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? ''
    if (word === '--json') found.json = true
    else if (word === '--roots' || word === '--seals') {
      const value = argv[++i]
      if (!value) return null
      found[word === '--roots' ? 'roots' : 'seals'] = value
    } else if (word.startsWith('-') || found.file) return null
    else found.file = word
  }
  return found
}

/** Read whole, or why not in one sentence. */
async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new Error(
      `cannot read ${path}: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`,
      {
        cause: error,
      },
    )
  }
}

function print({ ok, findings, record, digest }: FileVerdict, file: string): void {
  for (const { check, ok: holds, says } of findings) say(`${holds ? 'holds ' : 'BROKEN'}  ${check.padEnd(12)} ${says}`)
  if (record) {
    const text = (key: string): string => (typeof record[key] === 'string' ? record[key] : '')
    const name = (key: string): string => String((record[key] as { name?: unknown } | undefined)?.name ?? '')
    say('')
    say(`        ${text('title')} ${text('number')}`)
    say(`        issued by ${name('issuer')} to ${name('holder')} on ${text('issuedAt')}`)
    say(`        valid until ${text('validUntil') || 'further notice'}, code ${text('code')}`)
    say(`        SHA-256 ${digest ?? ''}`)
  }
  say('')
  say(ok ? `${file} is genuine. Ask its window by the code whether it still stands.` : `${file} must NOT be relied on.`)
}

/** `vuce verify-document`: exit 0 when everything holds, 1 when something does not, 2 when the command is not understood. */
export async function verifyDocumentCommand(argv: string[]): Promise<number> {
  const asked = readArguments(argv)
  if (!asked?.file || !asked.roots) {
    process.stderr.write(USAGE)
    return 2
  }
  let trust: Trust
  let bytes: Buffer
  try {
    bytes = await read(asked.file)
    const roots = await read(asked.roots)
    const pems = readPem(roots.toString('latin1'))
    const seals = asked.seals ? readSeals((await read(asked.seals)).toString('utf8')) : new Map<string, never>()
    trust = { roots: pems.length ? pems : [roots], seals }
  } catch (error) {
    process.stderr.write(`vuce: ${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
  const verdict = await checkFile(bytes, trust, new Date())
  if (asked.json) say(JSON.stringify(verdict, null, 2))
  else print(verdict, asked.file)
  return verdict.ok ? 0 : 1
}
