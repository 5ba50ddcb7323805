import folderIcon from '@phosphor-icons/core/regular/folder-open.svg'
import houseIcon from '@phosphor-icons/core/regular/house.svg'
import packageIcon from '@phosphor-icons/core/regular/package.svg'
import plusIcon from '@phosphor-icons/core/regular/plus-circle.svg'
import filesIcon from '@phosphor-icons/core/regular/files.svg'
import departureIcon from '@phosphor-icons/core/regular/airplane-takeoff.svg'
import barcodeIcon from '@phosphor-icons/core/regular/barcode.svg'
import truckIcon from '@phosphor-icons/core/regular/truck.svg'
import trayIcon from '@phosphor-icons/core/regular/tray.svg'
import { deskFace } from '../desk/faces.ts'
import type { Desk } from '../texts/desk/es.ts'
import type { Texts } from '../texts/texts.tsx'
import type { Me } from './answers.ts'

export interface Entry {
  readonly to: string
  readonly icon: string
  readonly words: (t: Texts) => string
  /** Its word among those of the desks, which only they load. */
  readonly desk?: keyof Desk['nav']
  /** Which counter stands beside it. */
  readonly counts?: 'notices' | 'inbox'
  readonly phone?: boolean
  readonly desktop?: boolean
}

/** Where people of a kind enter, and their navigation: at most five entries on a phone. */
export interface Face {
  readonly id: 'firm' | 'desk'
  readonly home: string
  readonly entries: readonly Entry[]
}

export const firmFace: Face = {
  id: 'firm',
  home: '/inicio',
  entries: [
    { to: '/inicio', icon: houseIcon, words: (t) => t.shell.nav.home, phone: true, desktop: true },
    { to: '/operaciones', icon: folderIcon, words: (t) => t.shell.nav.operations, phone: true, desktop: true },
    { to: '/nueva', icon: plusIcon, words: (t) => t.shell.nav.fresh, phone: true },
    { to: '/productos', icon: packageIcon, words: (t) => t.shell.nav.products, desktop: true },
    { to: '/documentos', icon: filesIcon, words: (t) => t.shell.nav.papers, phone: true, desktop: true },
    { to: '/buzon', icon: trayIcon, words: (t) => t.shell.nav.mailbox, counts: 'notices', phone: true, desktop: true },
  ],
}

/** A firm's navigation with what its roles and its country bring: exporting by itself, classifying for others, carrying for others. */
function firmFaceOf({ roles, organisation }: Me): Face {
  const own: Entry[] = [
    ...(roles.includes('agent')
      ? [{ to: '/estudio', icon: barcodeIcon, words: (t: Texts) => t.shell.nav.studio, phone: true, desktop: true }]
      : []),
    ...(roles.includes('carrier')
      ? [{ to: '/reparto', icon: truckIcon, words: (t: Texts) => t.shell.nav.round, phone: true, desktop: true }]
      : []),
    ...(organisation.regimes?.includes('mypes') && !roles.includes('agent') && !roles.includes('carrier')
      ? [{ to: '/exportar', icon: departureIcon, words: (t: Texts) => t.shell.nav.exports, phone: true, desktop: true }]
      : []),
  ]
  if (own.length === 0) return firmFace
  // A phone has room for five: what the firm is here for takes the place of the general beginning.
  const rest = firmFace.entries.filter((e) => e.to !== '/nueva')
  return { ...firmFace, entries: [...rest.slice(0, 1), ...own, ...rest.slice(1)] }
}

/** Where somebody enters: the desk of their roles, or the firm's home. */
export const faceOf = (me: Me): Face => deskFace(me) ?? firmFaceOf(me)
