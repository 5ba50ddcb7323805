import type { Pack } from '#kernel'

const upper = (name: string): string => name.replaceAll('-', '').slice(0, 3).toUpperCase()

/** A small permit that is right as it stands, and its scenarios: an analyst starts from green and changes one thing at a time. */
export function procedureFiles(pack: Pack, name: string): Readonly<Record<string, string>> {
  const [agency] = [...pack.agencies].find(
    ([, a]) => a.roles.includes('evaluator') && a.roles.includes('approver'),
  ) ?? ['']
  const [norm] = [...pack.norms.keys()]
  const [document] = [...pack.documents.keys()]
  const id = `${pack.id}.${name}`
  const code = upper(name)
  return {
    [`${pack.id}/${name}.yaml`]: `procedure: ${id}
title: ${name.replaceAll('-', ' ')}
agency: ${agency}
code: ${code}
regime: [import]
from: 2026-01-01
law: ${norm} art. 1
confirm: [law, decision.within, output.valid]
form:
  - importer
  - country.origin
  - lines: [ goods.commodity, goods.description, goods.quantity ]
review: {}
decision: { within: 5 bd, silence: negative }
output:
  document: ${document}
  number: ${code}-{year}-{seq:6}
  signature: advanced
  valid: 90 d
`,
    [`${pack.id}/scenarios/${name}.yaml`]: `given:
  data:
    importer: { name: Importadora de Ejemplo, country: US }
    country.origin: JP
  lines:
    - { goods.commodity: '090121', goods.description: what is brought in, goods.quantity: 100 KGM }
scenarios:
  - scenario: it is approved
    procedure: ${id}
    steps:
      - { at: 2026-07-01 09:00, by: applicant, do: submit }
      - { at: 2026-07-01 10:00, by: ${agency}.evaluator, as: ana, do: admit }
      - { at: 2026-07-02 09:00, by: ${agency}.evaluator, as: ana, do: propose, with: { outcome: approve } }
      - { at: 2026-07-02 10:00, by: ${agency}.approver, as: hugo, do: approve, then: { status: APPROVED } }
  - scenario: it is denied with a reason
    procedure: ${id}
    steps:
      - { at: 2026-07-01 09:00, by: applicant, do: submit }
      - { at: 2026-07-01 10:00, by: ${agency}.evaluator, as: ana, do: admit }
      - { at: 2026-07-02 09:00, by: ${agency}.evaluator, as: ana, do: propose, with: { outcome: deny, grounds: it may not enter } }
      - { at: 2026-07-02 10:00, by: ${agency}.approver, as: hugo, do: deny, then: { status: DENIED } }
  - scenario: nobody answers and the law says no
    procedure: ${id}
    steps:
      - { at: 2026-07-01 09:00, by: applicant, do: submit }
      - { at: 2026-07-01 10:00, by: ${agency}.evaluator, as: ana, do: admit }
      - { at: 2026-07-31 09:00, then: { status: DENIED } }
`,
  }
}
