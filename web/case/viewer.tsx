import backIcon from '@phosphor-icons/core/regular/caret-left.svg'
import forthIcon from '@phosphor-icons/core/regular/caret-right.svg'
import downloadIcon from '@phosphor-icons/core/regular/download-simple.svg'
import minusIcon from '@phosphor-icons/core/bold/minus-bold.svg'
import plusIcon from '@phosphor-icons/core/bold/plus-bold.svg'
import { useEffect, useState, type ReactNode } from 'react'
import { Icon, Skeleton } from '../ui/index.ts'
import { fileOf } from '../shell/api.ts'
import { Wrong } from '../shell/page.tsx'
import { useDesk } from '../texts/desk/desk.tsx'

export interface Viewed {
  readonly key: string
  readonly name: string
  readonly kind: string
  readonly path: string
  /** What an observation calls it. */
  readonly about?: string
}

/** A file of a case, read through the case. Kept only while the page shows it. */
function useFile(path: string | undefined): { url?: string; type?: string; error?: unknown } {
  const [state, setState] = useState<{ path?: string; url?: string; type?: string; error?: unknown }>({})
  useEffect(() => {
    if (path === undefined) return undefined
    let made: string | undefined
    let here = true
    setState({})
    fileOf(path).then(
      (blob) => {
        if (!here) return
        made = URL.createObjectURL(blob)
        setState({ path, url: made, type: blob.type })
      },
      (error: unknown) => here && setState({ path, error }),
    )
    return () => {
      here = false
      if (made) URL.revokeObjectURL(made)
    }
  }, [path])
  return state.path === path ? state : {}
}

/** The papers of a case beside its data: one at a time, as large as one likes, each with its own observation. */
export function Viewer({
  papers,
  at,
  onMove,
  onObserve,
  pins,
}: {
  papers: readonly Viewed[]
  at: number
  onMove: (to: number) => void
  onObserve?: (about: string) => void
  pins: ReadonlyMap<string, number>
}): ReactNode {
  const d = useDesk().case
  const [zoom, setZoom] = useState(100)
  const shown = papers[at] ?? papers[0]
  const file = useFile(shown?.path)
  if (!shown)
    return (
      <section className="viewer" aria-labelledby="viewer">
        <h2 id="viewer" className="vbar">
          {d.documents}
        </h2>
        <p className="muted vempty">{d.noDocuments}</p>
      </section>
    )
  const pin = shown.about === undefined ? undefined : pins.get(shown.about)
  const isImage = file.type?.startsWith('image/') ?? false
  const isPdf = file.type === 'application/pdf'
  return (
    <section className="viewer" aria-labelledby="viewer">
      <div className="vbar">
        <h2 id="viewer">
          {shown.name} <span className="muted small">{d.page(at + 1, papers.length)}</span>
        </h2>
        <span className="row">
          {isImage && (
            <>
              <button
                type="button"
                className="btn alt sm"
                aria-label={d.smaller}
                onClick={() => setZoom(Math.max(50, zoom - 25))}
              >
                <Icon of={minusIcon} />
              </button>
              <button
                type="button"
                className="btn alt sm"
                aria-label={d.bigger}
                onClick={() => setZoom(Math.min(400, zoom + 25))}
              >
                <Icon of={plusIcon} />
              </button>
            </>
          )}
          {papers.length > 1 && (
            <>
              <button
                type="button"
                className="btn alt sm"
                aria-label={d.previousDocument}
                onClick={() => onMove((at + papers.length - 1) % papers.length)}
              >
                <Icon of={backIcon} />
              </button>
              <button
                type="button"
                className="btn alt sm"
                aria-label={d.nextDocument}
                onClick={() => onMove((at + 1) % papers.length)}
              >
                <Icon of={forthIcon} />
              </button>
            </>
          )}
          {file.url && (
            <a className="btn alt sm" href={file.url} download={shown.name} aria-label={`${d.download}: ${shown.name}`}>
              <Icon of={downloadIcon} />
            </a>
          )}
        </span>
      </div>
      {papers.length > 1 && (
        <ul className="vlist" aria-label={d.documents}>
          {papers.map((p, i) => (
            <li key={p.key}>
              <button
                type="button"
                className="chip"
                aria-current={i === at ? 'true' : undefined}
                onClick={() => onMove(i)}
              >
                {p.kind || p.name}
                {p.about !== undefined && pins.has(p.about) && <span className="pin">{pins.get(p.about)}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="vsheet" tabIndex={0} role="region" aria-label={shown.name}>
        {file.error !== undefined ? (
          <Wrong error={file.error} />
        ) : !file.url ? (
          <Skeleton shape={['block']} />
        ) : isPdf ? (
          <iframe src={`${file.url}#navpanes=0&view=FitH`} title={shown.name} />
        ) : isImage ? (
          <img src={file.url} alt={shown.name} style={{ width: `${zoom}%` }} />
        ) : (
          <p className="muted">{d.cannotShow}</p>
        )}
      </div>
      {onObserve && shown.about !== undefined && (
        <p className="vfoot row">
          {pin && <span className="pin">{pin}</span>}
          <button type="button" className="linkish small" onClick={() => onObserve(shown.about ?? '')}>
            {d.observeDocument}
          </button>
        </p>
      )}
    </section>
  )
}
