import folderIcon from '@phosphor-icons/core/regular/folder-open.svg'
import houseIcon from '@phosphor-icons/core/regular/house.svg'
import packageIcon from '@phosphor-icons/core/regular/package.svg'
import plusIcon from '@phosphor-icons/core/regular/plus-circle.svg'
import filesIcon from '@phosphor-icons/core/regular/files.svg'
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

/** Where somebody enters: the desk of their roles, or the firm's home. */
export const faceOf = (me: Me): Face => deskFace(me) ?? firmFace
