import type { ReactNode } from 'react'

const inner = (markup: string): string => markup.slice(markup.indexOf('>') + 1, markup.lastIndexOf('</svg>'))

/** A Phosphor icon, from its file. Always beside a word, so it is silent for those who listen. */
export function Icon({ of }: { of: string }): ReactNode {
  return (
    <svg
      className="i"
      viewBox="0 0 256 256"
      aria-hidden="true"
      focusable="false"
      dangerouslySetInnerHTML={{ __html: inner(of) }}
    />
  )
}

/** The mark: an arched counter window, the sun low inside, a document crossing the sill. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 32 34" aria-hidden="true" focusable="false">
      <path className="a" d="M4 29V14a12 12 0 0 1 24 0v15z" />
      <path className="b" d="M8.5 25V14.2a7.5 7.5 0 0 1 15 0V25z" />
      <circle cx="16" cy="15.4" r="4.1" fill="#f28c38" />
      <path className="a" d="M8.5 18.5h15V25h-15z" />
      <path className="b" d="M11 25l2.1-4.4h5.8L21 25z" />
      <rect className="a" x="1" y="29" width="30" height="4" rx="2" />
    </svg>
  )
}

/** The arch alone, with what it holds: the identity's only ornament. */
export function Arch({ children }: { children?: ReactNode }): ReactNode {
  return (
    <svg viewBox="0 0 100 104" aria-hidden="true" focusable="false">
      <path d="M12 92V46a38 38 0 0 1 76 0v46z" fill="var(--ok-tint)" stroke="var(--ok)" strokeWidth="5" />
      <rect x="2" y="90" width="96" height="11" rx="5.5" fill="var(--ok)" />
      {children ?? (
        <path
          d="m34 52 12 12 22-26"
          fill="none"
          stroke="var(--ok)"
          strokeWidth="7"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  )
}
