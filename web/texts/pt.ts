import type { Texts } from './es.ts'
import { cases } from './pt/cases.ts'
import { dossier } from './pt/dossier.ts'
import { firm } from './pt/firm.ts'
import { forms } from './pt/forms.ts'
import { shell } from './pt/shell.ts'
import { ui } from './pt/ui.ts'

export const pt: Texts = { ui, shell, forms, firm, dossier, cases }
