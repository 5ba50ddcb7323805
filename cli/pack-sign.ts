import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { loadDictionary, loadPacks, showFault, type Pack } from '#kernel'
import { readPackFiles, readSignature, readTrustedKeys, SIGNATURE_FILE, signPack, verifyPack } from '#platform/packs'
import { root } from '../server/config.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const packsDir = (): string => (process.env.VUCE_PACKS ? resolve(process.env.VUCE_PACKS) : join(root, 'packs'))
const option = (argv: readonly string[], name: string): string | undefined => {
  const at = argv.indexOf(`--${name}`)
  return at >= 0 ? argv[at + 1] : argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3)
}
const words = (argv: readonly string[], options: readonly string[]): string[] =>
  argv.filter((a, i) => !a.startsWith('--') && !options.includes(argv[i - 1]?.slice(2) ?? ''))

const today = (): string => new Date().toISOString().slice(0, 10)

/** One pack, checked as it stands today; nothing, and why not, when it holds errors. */
async function load(id: string): Promise<Pack | undefined> {
  const { dictionary } = loadDictionary(await readPackFiles(join(root, 'dictionary')))
  const files = (await readPackFiles(packsDir())).filter((f) => f.path.startsWith(`${id}/`))
  const { packs, faults } = loadPacks(files, dictionary, { today: today() })
  const errors = faults.filter((f) => f.level === 'error')
  if (errors.length) say(errors.map(showFault).join('\n'))
  else if (files.length === 0) say(`There is no pack ${id} in ${packsDir()}.`)
  return packs.get(id)
}

/** `published.csv` as the pack stands: lines of versions that are gone stay, for the loader to miss them. */
async function publish(pack: Pack): Promise<void> {
  const path = join(packsDir(), pack.id, 'published.csv')
  const before = await readFile(path, 'utf8').catch(() => '')
  const [, ...lines] = before.split(/\r?\n/).filter(Boolean)
  const kept = lines.filter((line) => !pack.laws.has(line.split(',').slice(0, 2).join('@')))
  const now = [...pack.laws].map(([key, digest]) => `${key.replace('@', ',')},${digest}`)
  await writeFile(path, `${['procedure,from,sha256', ...[...kept, ...now].sort()].join('\n')}\n`)
}

/**
 * `vuce pack sign <pack> --key private.pem`: publishes what each version says, and signs the whole pack: a detached JWS over its digest, in
 * `pack.jws` beside it. A pack with errors, a version in force that was changed among them, is not signed.
 */
export async function packSignCommand(argv: string[]): Promise<number> {
  const [id] = words(argv, ['key'])
  const keyFile = option(argv, 'key')
  if (!id || !keyFile) {
    say('Which pack, with which key? For example: npx vuce pack sign pe --key ministry.pem')
    return 2
  }
  const pem = await readFile(keyFile, 'utf8').catch(() => undefined)
  if (pem === undefined) {
    say(`The key ${keyFile} cannot be read.`)
    return 2
  }
  const checked = await load(id)
  if (!checked) return 1
  await publish(checked)
  const pack = await load(id)
  if (!pack) return 1
  try {
    const signature = await signPack(pack, pem, new Date().toISOString())
    await writeFile(join(packsDir(), id, SIGNATURE_FILE), signature)
  } catch (error) {
    say(`${keyFile} cannot sign a pack: ${error instanceof Error ? error.message : 'unknown reason'}.`)
    return 2
  }
  say(`Signed ${id} ${pack.version}, ${pack.procedures.length} versions published, digest ${pack.digest}.`)
  return 0
}

/** `vuce pack verify <pack> --key public.pem` (or `VUCE_PACK_KEY`): whether a trusted key signed the pack as it stands. */
export async function packVerifyCommand(argv: string[]): Promise<number> {
  const [id] = words(argv, ['key'])
  const keyFile = option(argv, 'key') ?? process.env.VUCE_PACK_KEY
  const pem = keyFile && (await readFile(keyFile, 'utf8').catch(() => undefined))
  if (!id || !pem) {
    say('Which pack, by which key? For example: npx vuce pack verify pe --key ministry.pub.pem')
    return 2
  }
  const pack = await load(id)
  if (!pack) return 1
  const verdict = await verifyPack(pack, await readSignature(packsDir(), id), readTrustedKeys(pem))
  if (verdict.ok) say(`${id} ${pack.version} was signed at ${verdict.at} by ${verdict.kid}. Digest ${pack.digest}.`)
  else say(`${id} ${pack.version} is not what a trusted key signed: ${verdict.reason}. Digest ${pack.digest}.`)
  return verdict.ok ? 0 : 1
}
