import downloadIcon from '@phosphor-icons/core/regular/download-simple.svg'
import fileIcon from '@phosphor-icons/core/regular/file-text.svg'
import type { OperationSaid } from '#modules/dossier'
import type { ReactNode } from 'react'
import { ButtonLink, Empty, Icon, showDay, Skeleton, useFormats } from '../ui/index.ts'
import type { Page } from '../shell/answers.ts'
import { Title, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import { permitsOf, titleOf } from './operation.ts'

/** Every document issued to the firm, with where it came from and until when it holds. */
export function Papers(): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const { data, error, refetch } = useAnswer<Page<OperationSaid>>('/v1/operations?limit=200')
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  const issued = data.items.flatMap((operation) =>
    permitsOf(operation).flatMap((permit) => (permit.issued ? [{ operation, permit, issued: permit.issued }] : [])),
  )
  return (
    <div className="stack loose">
      <Title>{t.dossier.papers}</Title>
      {issued.length === 0 ? (
        <Empty>{t.dossier.papersEmpty}</Empty>
      ) : (
        <ul className="rows with-icon">
          {issued.map(({ operation, permit, issued: doc }) => (
            <li key={permit.id}>
              <Icon of={fileIcon} />
              <div>
                <a className="title" href={`/operaciones/${operation.id}/${permit.id}`}>
                  {permit.title} {doc.number}
                </a>
                <div className="small muted">
                  {[
                    permit.agency?.name,
                    titleOf(operation, t, formats),
                    doc.validUntil && t.dossier.validUntil(showDay(doc.validUntil, formats)),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </div>
              </div>
              <ButtonLink
                kind="alt"
                small
                icon={downloadIcon}
                to={`/v1/permits/${permit.id}/document.pdf?lang=${formats.language}`}
              >
                PDF
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
