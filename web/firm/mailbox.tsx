import { useEffect, type ReactNode } from 'react'
import { ButtonLink, Empty, Pairs, showMoment, Skeleton, Turno, useFormats } from '../ui/index.ts'
import type { OperationSaid } from '#modules/dossier'
import { api } from '../shell/api.ts'
import type { Notice, Page } from '../shell/answers.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { refresh, useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'

/** The legal mailbox: what has arrived, and whether it was read. */
export function Mailbox(): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const { data, error, refetch } = useAnswer<Page<Notice>>('/v1/notices?limit=100')
  if (!data) return error ? <Wrong error={error} retry={() => void refetch()} /> : <Skeleton />
  return (
    <div className="stack loose">
      <Title>{t.dossier.mailbox}</Title>
      {data.items.length === 0 ? (
        <Empty>{t.dossier.mailboxEmpty}</Empty>
      ) : (
        <ul className="rows">
          {data.items.map((n) => (
            <li key={n.id}>
              <div>
                <a className="title" href={`/buzon/${n.id}`}>
                  {n.words[formats.language]?.happened ?? n.kind}
                </a>
                <div className="small muted">
                  {t.dossier.arrived(showMoment(n.createdAt, formats))}
                  {n.due && ` · ${t.dossier.by}: ${showMoment(n.due, formats)}`}
                </div>
              </div>
              {n.readAt === null ? (
                <Turno holder="them">{t.dossier.unread}</Turno>
              ) : (
                <Turno holder="wait">{t.dossier.served(showMoment(n.readAt, formats))}</Turno>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** One notice, in its six parts. Opening it serves it: the hour is kept. */
export function NoticePage(): ReactNode {
  const id = useIds()('aviso')
  const t = useTexts().dossier
  const formats = useFormats()
  const { data, error } = useAnswer<Page<Notice>>('/v1/notices?limit=100')
  const notice = data?.items.find((n) => n.id === id)
  const operations = useAnswer<Page<OperationSaid>>('/v1/operations?limit=50')
  const operation = operations.data?.items.find(
    (o) => o.cases.some((c) => c.id === notice?.caseId) || o.id === notice?.caseId,
  )
  const of = operation?.cases.find((c) => c.id === notice?.caseId)
  const to =
    operation &&
    (of?.type === 'order'
      ? `/pagar/${of.id}`
      : of
        ? `/operaciones/${operation.id}/${of.id}`
        : `/operaciones/${operation.id}`)
  const unread = notice?.readAt === null
  useEffect(() => {
    if (unread) void api(`/v1/notices/${id}/open`, { method: 'POST', body: {} }).then(() => refresh('/v1/notices'))
  }, [id, unread])
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  const words = notice?.words[formats.language]
  if (!notice || !words) return <Wrong error={error} />
  return (
    <div className="wrap question stack loose">
      <Back to="/buzon">{t.mailbox}</Back>
      <Title>{words.happened}</Title>
      <Pairs
        items={[
          [t.todo, words.todo],
          [t.by, notice.due ? showMoment(notice.due, formats) : t.noDeadline],
          [t.otherwise, words.otherwise],
          [
            t.unread,
            notice.readAt
              ? t.served(showMoment(notice.readAt, formats))
              : t.arrived(showMoment(notice.createdAt, formats)),
          ],
        ]}
      />
      <p>
        <ButtonLink to={to ?? '/operaciones'}>{t.openCase}</ButtonLink>
      </p>
    </div>
  )
}
