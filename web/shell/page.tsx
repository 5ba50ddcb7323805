import arrowIcon from '@phosphor-icons/core/regular/arrow-left.svg'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { ButtonLink, Failure, Icon } from '../ui/index.ts'
import { useTexts } from '../texts/texts.tsx'
import { Refused, say, Unreachable } from './api.ts'
import { useFormats } from '../ui/index.ts'
import type { Language } from '#kernel'

/** The parts of this page's address, by name. */
export function useIds(): (name: string) => string {
  const found: Readonly<Record<string, string | undefined>> = useParams({ strict: false })
  return (name) => found[name] ?? ''
}

/** The browser's title: page, case, product. The hat is added where somebody acts. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Ventanilla`
  }, [title])
}

/** The one heading of a page. Takes the focus when people arrive from another page, so that it is read. */
export function Title({ children, of }: { children: ReactNode; of?: string }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null)
  const words = of ?? (typeof children === 'string' ? children : undefined)
  useTitle(words)
  useEffect(() => {
    if (document.documentElement.dataset['moved']) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

export function Back({ to, children }: { to: string; children: ReactNode }): ReactNode {
  return (
    <p className="crumb">
      <a href={to}>
        <Icon of={arrowIcon} />
        {children}
      </a>
    </p>
  )
}

/** Nothing here, not for you, nobody answers, or a fault of ours: each said plainly, with a way out. */
export function Wrong({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  const t = useTexts().shell
  const { language } = useFormats()
  useTitle(t.failed)
  if (error instanceof Unreachable)
    return (
      <Failure title={t.unreachable} {...(retry ? { retry } : {})}>
        {t.unreachableMore}
      </Failure>
    )
  if (error instanceof Refused && error.problem.status === 404) return <NothingHere />
  if (error instanceof Refused)
    return (
      <Failure
        title={say(error.problem, 'title', language as Language)}
        code={error.problem.code}
        {...(retry ? { retry } : {})}
      >
        {error.problem.detail}
      </Failure>
    )
  return (
    <Failure title={t.failed} {...(retry ? { retry } : {})}>
      {t.failedMore}
    </Failure>
  )
}

export function NothingHere(): ReactNode {
  const t = useTexts().shell
  return (
    <div className="stack">
      <Title>{t.notFound}</Title>
      <p>{t.notFoundMore}</p>
      <ButtonLink to="/inicio">{t.goHome}</ButtonLink>
    </div>
  )
}
