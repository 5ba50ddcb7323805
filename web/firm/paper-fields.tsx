import { useState, type ReactNode } from 'react'
import { Button, Field, FileInput, Turno, useFormats, type Fault } from '../ui/index.ts'
import type { PaperAsked } from '../forms/filling.ts'
import { messageOf } from '../forms/words.ts'
import { Refused, upload } from '../shell/api.ts'
import { useTexts } from '../texts/texts.tsx'

export interface PaperHeld {
  readonly type: string
  readonly digest: string
  readonly name: string
}

const LIMIT = 25 * 1024 * 1024

/** Scans and photos that a procedure asks for: stored at once, named by their digest, never sent twice. */
export function PaperFields({
  papers,
  held,
  faults,
  onAdd,
  onRemove,
}: {
  papers: readonly PaperAsked[]
  held: readonly PaperHeld[]
  /** Whether what is missing is told. */
  faults: boolean
  onAdd: (paper: PaperHeld) => void
  onRemove: (digest: string) => void
}): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const [state, setState] = useState<Readonly<Record<string, string>>>({})
  const say = (type: string, words: string): void => setState((now) => ({ ...now, [type]: words }))
  const add = async (type: string, files: readonly File[]): Promise<void> => {
    for (const file of files) {
      if (file.size > LIMIT) {
        say(type, t.forms.tooBig)
        continue
      }
      say(type, t.forms.uploading)
      try {
        const { digest } = await upload(file)
        onAdd({ type, digest, name: file.name.slice(0, 120) })
        say(type, '')
      } catch (error) {
        say(
          type,
          error instanceof Refused
            ? error.problem.errors.map((e) => messageOf(e, formats.language)).join(' ')
            : t.forms.uploadFailed,
        )
      }
    }
  }
  return (
    <div className="stack loose">
      {papers.map(({ type, label, required, usedBy }) => {
        const mine = held.filter((d) => d.type === type)
        const wrong: readonly Fault[] =
          faults && required && mine.length === 0 ? [{ message: t.forms.required(label) }] : []
        return (
          <Field key={type} id={`paper-${type}`} label={label} optional={!required} hint={usedBy.join(' · ')}>
            <FileInput id={`paper-${type}`} hint onFiles={(files) => void add(type, files)} faults={wrong} />
            <p className="hint" role="status">
              {state[type]}
            </p>
            <ul className="rows">
              {mine.map((d) => (
                <li key={d.digest}>
                  <span>{d.name}</span>
                  <span className="row">
                    <Turno holder="done">{t.forms.attached}</Turno>
                    <Button kind="bare" small onPress={() => onRemove(d.digest)} label={`${t.forms.remove}: ${d.name}`}>
                      {t.forms.remove}
                    </Button>
                  </span>
                </li>
              ))}
            </ul>
          </Field>
        )
      })}
    </div>
  )
}
