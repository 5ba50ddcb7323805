import type { Texts } from './es.ts'
import { cases } from './en/cases.ts'
import { dossier } from './en/dossier.ts'
import { firm } from './en/firm.ts'
import { forms } from './en/forms.ts'
import { shell } from './en/shell.ts'
import { ui } from './en/ui.ts'

export const en: Texts = { ui, shell, forms, firm, dossier, cases }
