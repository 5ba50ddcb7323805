import bookmarkIcon from '@phosphor-icons/core/regular/bookmark-simple.svg'
import { useState, type ReactNode } from 'react'
import { Button, Icon } from '../ui/index.ts'
import { useDraft } from '../shell/drafts.ts'
import { useMe } from '../shell/queries.ts'
import { useDesk } from '../texts/desk/desk.tsx'

interface View {
  readonly name: string
  readonly to: string
}

/** Views that somebody keeps: links with a name, on every device of theirs, kept where drafts are. */
export function SavedViews({ here, canSave }: { here: string; canSave: boolean }): ReactNode {
  const d = useDesk().queue
  const me = useMe()
  const kept = useDraft<readonly View[]>(`${me.person}.${me.organisation.id}/queue-views`, [])
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const list = Array.isArray(kept.value) ? kept.value : []
  const save = (): void => {
    const called = name.trim().slice(0, 40)
    if (!called) return
    kept.set([...list.filter((v) => v.name !== called), { name: called, to: here }].slice(-12))
    setName('')
    setNaming(false)
  }
  const isKept = list.some((v) => v.to === here)
  return (
    <div className="row views">
      {list.length > 0 && (
        <ul className="chips" aria-label={d.views}>
          {list.map((view) => (
            <li key={view.name} className="chip-with">
              <a className="chip" href={view.to} aria-current={view.to === here ? 'true' : undefined}>
                <Icon of={bookmarkIcon} />
                {view.name}
              </a>
              <button
                type="button"
                className="chip-x"
                aria-label={d.forget(view.name)}
                onClick={() => kept.set(list.filter((v) => v !== view))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      {naming ? (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <label htmlFor="view-name" className="sr">
            {d.viewName}
          </label>
          <input
            id="view-name"
            className="plain-input short-input"
            value={name}
            maxLength={40}
            placeholder={d.viewName}
            onChange={({ target }) => setName(target.value)}
          />
          <Button kind="alt" small submit>
            {d.save}
          </Button>
        </form>
      ) : (
        canSave &&
        !isKept && (
          <button type="button" className="linkish small" onClick={() => setNaming(true)}>
            {d.saveView}
          </button>
        )
      )}
    </div>
  )
}
