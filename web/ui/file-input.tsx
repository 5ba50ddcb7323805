import cameraIcon from '@phosphor-icons/core/regular/camera.svg'
import { useState, type ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { ariaOf, Faults, type Fault } from './fields.tsx'
import { Icon } from './icon.tsx'

/** A scan, a photo or a file: chosen, dropped, or taken with the camera of the phone. */
export function FileInput({
  id,
  onFiles,
  hint,
  faults,
  multiple = false,
  accept = 'application/pdf,image/png,image/jpeg,.xml,.csv,.xlsx',
}: {
  id: string
  onFiles: (files: readonly File[]) => void
  hint?: unknown
  faults?: readonly Fault[]
  multiple?: boolean
  accept?: string
}): ReactNode {
  const t = useTexts().ui
  const [over, setOver] = useState(false)
  return (
    <>
      <div
        className={over ? 'filebox over' : 'filebox'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          onFiles([...event.dataTransfer.files])
        }}
      >
        <input
          {...ariaOf(id, hint, faults)}
          type="file"
          accept={accept}
          multiple={multiple}
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        <label className="btn alt sm" htmlFor={id}>
          <Icon of={cameraIcon} />
          {t.chooseFile}
        </label>
        <span className="small muted">{t.fileKinds}</span>
      </div>
      <Faults id={id} faults={faults ?? []} />
    </>
  )
}
