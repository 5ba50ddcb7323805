import bookIcon from '@phosphor-icons/core/regular/books.svg'
import chartIcon from '@phosphor-icons/core/regular/chart-line-up.svg'
import listIcon from '@phosphor-icons/core/regular/list-numbers.svg'
import penIcon from '@phosphor-icons/core/regular/pen-nib.svg'
import calendarIcon from '@phosphor-icons/core/regular/calendar-check.svg'
import controlIcon from '@phosphor-icons/core/regular/magnifying-glass.svg'
import contingencyIcon from '@phosphor-icons/core/regular/lifebuoy.svg'
import vaultIcon from '@phosphor-icons/core/regular/vault.svg'
import trayIcon from '@phosphor-icons/core/regular/tray.svg'
import gaugeIcon from '@phosphor-icons/core/regular/gauge.svg'
import tableIcon from '@phosphor-icons/core/regular/table.svg'
import peopleIcon from '@phosphor-icons/core/regular/users-three.svg'
import receiptIcon from '@phosphor-icons/core/regular/receipt.svg'
import bankIcon from '@phosphor-icons/core/regular/bank.svg'
import type { Me } from '../shell/answers.ts'
import type { Entry, Face } from '../shell/navigation.ts'

const entry = (to: string, icon: string, word: Entry['desk'], more: Partial<Entry> = {}): Entry => ({
  to,
  icon,
  desk: word,
  words: () => '',
  phone: true,
  ...more,
})
const mailbox: Entry = {
  to: '/buzon',
  icon: trayIcon,
  words: (t) => t.shell.nav.mailbox,
  counts: 'notices',
  phone: true,
}

/** The desk of whoever decides, inspects, keeps the rules or the books; nothing for firms. Entries follow the roles, and nothing is shown twice. */
export function deskFace(me: Me): Face | undefined {
  const has = (...roles: string[]): boolean => roles.some((r) => me.roles.includes(r))
  const { kind } = me.organisation
  if (kind === 'agency' || kind === 'customs') {
    const queue = has('evaluator', 'approver', 'head', 'laboratory')
    const entries: Entry[] = [
      ...(queue ? [entry('/cola', listIcon, 'queue', { counts: 'inbox' })] : []),
      ...(has('approver') ? [entry('/decisiones', penIcon, 'decisions')] : []),
      ...(has('customs') ? [entry('/aduana', controlIcon, 'control')] : []),
      ...(has('inspector', 'customs') ? [entry('/ruta', calendarIcon, 'route')] : []),
      ...(queue ? [entry('/carga', chartIcon, 'load')] : []),
      entry('/reglas', bookIcon, 'rules', { phone: !queue }),
      mailbox,
    ]
    return { id: 'desk', home: entries[0]?.to ?? '/cola', entries }
  }
  if (kind !== 'platform') return undefined
  if (has('treasury'))
    return {
      id: 'desk',
      home: '/lista/orders',
      entries: [
        entry('/lista/orders', receiptIcon, 'orders'),
        entry('/lista/statements', bankIcon, 'statements'),
        entry('/tesoreria', vaultIcon, 'books'),
        mailbox,
      ],
    }
  if (has('coordinator', 'steward', 'monitor', 'security', 'desk', 'shift-lead'))
    return {
      id: 'desk',
      home: '/tablero',
      entries: [
        entry('/tablero', gaugeIcon, 'board'),
        entry('/reglas', bookIcon, 'rules'),
        entry('/catalogos', tableIcon, 'catalogues'),
        entry('/personas', peopleIcon, 'people'),
        ...(has('coordinator', 'shift-lead')
          ? [entry('/contingencia', contingencyIcon, 'contingency', { phone: false, desktop: true })]
          : []),
        mailbox,
      ],
    }
  return undefined
}
