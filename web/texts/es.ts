import { cases } from './es/cases.ts'
import { dossier } from './es/dossier.ts'
import { firm } from './es/firm.ts'
import { forms } from './es/forms.ts'
import { shell } from './es/shell.ts'
import { ui } from './es/ui.ts'

/** Spanish at level B1, of usted. The other languages have the same shape. */
export const es = { ui, shell, forms, firm, dossier, cases }
export type Texts = typeof es
