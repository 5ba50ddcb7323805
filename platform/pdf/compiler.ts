import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/** The queue is full. Whoever asked tries again later (503 with Retry-After). */
export class PdfBusy extends Error {
  override name = 'PdfBusy'
}

/** The template or the data are wrong: a bug, never the reader's fault. */
export class PdfFailed extends Error {
  override name = 'PdfFailed'
}

export interface Job {
  readonly source: string
  readonly inputs: Readonly<Record<string, string>>
  /** Creation time written in the file, seconds since 1970. */
  readonly seconds: number
  /** Files the source reads, by their absolute path in it. They exist in memory only. */
  readonly files?: ReadonlyMap<string, Uint8Array>
}

/** Each rendering takes 5 to 40 ms of one core, so the last in the queue waits about a second. */
const MAX_WAITING = 64

let compiler: NodeCompiler | undefined
let waiting = 0
let tail: Promise<unknown> = Promise.resolve()

/** A folder that does not exist: a source reads what it was given, and nothing of this machine. */
const WORKSPACE = '/nowhere'

/** Made at the first rendering, then kept: it holds the fonts. A process that prints nothing never loads it. */
const instance = (): NodeCompiler => (compiler ??= NodeCompiler.create({ workspace: WORKSPACE }))

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function describe(reports: readonly unknown[] | undefined): string {
  return (reports ?? []).map((report) => (report as { message?: string }).message ?? String(report)).join('; ')
}

/** Characters that no font here can draw, read from the exporter's complaint. */
function undrawableIn(message: string): string[] {
  const found: string[] = []
  for (const [, text = ''] of message.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/g)) {
    const plain = text.replace(/\\+u\{([0-9a-f]+)\}/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    for (const char of plain) found.push(char)
  }
  return found
}

type Attempt = { readonly pdf: Uint8Array } | { readonly undrawable: readonly string[] }

function compile({ source, inputs, seconds, files }: Job): Attempt {
  const typst = instance()
  try {
    for (const [path, bytes] of files ?? []) typst.mapShadow(`${WORKSPACE}${path}`, Buffer.from(bytes))
    const compiled = typst.compile({ mainFileContent: source, inputs: { ...inputs } })
    const document = compiled.result
    if (compiled.hasError() || !document) throw new PdfFailed(describe(compiled.takeError()?.shortDiagnostics))
    return { pdf: new Uint8Array(typst.pdf(document, { pdfStandard: 'a-3a', creationTimestamp: seconds })) }
  } catch (error) {
    if (error instanceof PdfFailed) throw error
    const message = error instanceof Error ? error.message : String(error)
    const undrawable = undrawableIn(message)
    if (undrawable.length === 0) throw new PdfFailed(message)
    return { undrawable }
  } finally {
    if (files) typst.resetShadow()
    // Without this the memory of past documents stays forever; ten rounds keep the template's layout warm.
    typst.evictCache(10)
  }
}

/**
 * Compiles one document at a time. `prepare` gives the job for a set of characters that cannot be drawn; it is asked
 * again, once, when the fonts turn out to lack some. Throws PdfBusy when 64 already wait, PdfFailed on a bug.
 */
export async function typeset(prepare: (undrawable: ReadonlySet<string>) => Job): Promise<Uint8Array> {
  if (waiting >= MAX_WAITING) throw new PdfBusy('too many documents are waiting to be printed')
  waiting++
  const turn = tail.then(nextTurn).then(() => {
    const first = compile(prepare(new Set()))
    if ('pdf' in first) return first.pdf
    const second = compile(prepare(new Set(first.undrawable)))
    if ('pdf' in second) return second.pdf
    throw new PdfFailed(`no font draws ${second.undrawable.join(' ')}`)
  })
  tail = turn.catch(() => undefined)
  try {
    return await turn
  } finally {
    waiting--
  }
}
