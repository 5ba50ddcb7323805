import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

interface Look {
  readonly kind?: 'main' | 'alt' | 'bare' | 'danger'
  readonly small?: boolean
  readonly icon?: string
}

const classOf = ({ kind = 'main', small }: Look): string =>
  ['btn', kind === 'main' ? '' : kind, small ? 'sm' : ''].filter(Boolean).join(' ')

type ButtonProps = Look & {
  readonly onPress?: () => void
  readonly submit?: boolean
  /** Under way: a second press does nothing, and the words stay. */
  readonly busy?: boolean
  readonly label?: string
  readonly children: ReactNode
}

export function Button({ onPress, submit, busy, label, icon, children, ...look }: ButtonProps): ReactNode {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={classOf(look)}
      aria-disabled={busy || undefined}
      aria-label={label}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onPress?.()
      }}
    >
      {icon && <Icon of={icon} />}
      {children}
    </button>
  )
}

/** Looks like a button, goes somewhere. */
export function ButtonLink({
  to,
  icon,
  download,
  children,
  ...look
}: Look & { to: string; download?: boolean; children: ReactNode }): ReactNode {
  return (
    <a className={classOf(look)} href={to} download={download}>
      {icon && <Icon of={icon} />}
      {children}
    </a>
  )
}
