import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { FormField } from '#kernel'
import {
  Button,
  ButtonLink,
  ErrorSummary,
  Field,
  Note,
  Skeleton,
  TextInput,
  useFormats,
  type Fault,
} from '../ui/index.ts'
import { useCommand } from '../case/command-form.tsx'
import { Datum } from '../forms/datum.tsx'
import { messageOf } from '../forms/words.ts'
import { Back, Title, useIds, Wrong } from '../shell/page.tsx'
import { useAnswer } from '../shell/queries.ts'
import { useTexts } from '../texts/texts.tsx'
import type { DossierAnswer } from './dossier.tsx'
import { useFields } from './fields.ts'

/** Another kind of goods in the same operation: what it is, in words; the rest is asked only if some procedure needs it. */
export function AddLine(): ReactNode {
  const id = useIds()('carpeta')
  const { data, error } = useAnswer<DossierAnswer>(`/v1/dossiers/${id}`)
  if (!data) return error ? <Wrong error={error} /> : <Skeleton />
  return <Form dossier={data} />
}

function Form({ dossier }: { dossier: DossierAnswer }): ReactNode {
  const t = useTexts()
  const formats = useFormats()
  const navigate = useNavigate()
  const said = useFields([])
  const [goods, setGoods] = useState('')
  const [code, setCode] = useState('')
  const [tried, setTried] = useState(false)
  const back = `/operaciones/${dossier.id}`
  const { problem, round, busy, waits, act } = useCommand(
    dossier,
    { href: `/v1/dossiers/${dossier.id}/addLine`, words: t.cases.commands['addLine'] ?? '' },
    () => navigate({ href: back }),
  )
  const missing = (text: string, label: string): readonly Fault[] =>
    tried && text.trim() === '' ? [{ message: t.forms.required(label) }] : []
  const hs = { ...said.field('goods.commodity'), type: 'hs', required: true } as FormField
  const first = dossier.state.lines[0] ?? {}
  const add = (): void => {
    setTried(true)
    if (goods.trim() === '' || code === '') return
    const same = ['goods.origin'].filter((e) => first[e] !== undefined).map((e) => [e, first[e]] as const)
    void act({
      line: {
        'goods.description': goods.trim(),
        'goods.commodity': code.replaceAll(/\D/g, ''),
        ...Object.fromEntries(same),
      },
    })
  }
  if (waits)
    return (
      <div className="wrap question stack">
        <Title>{t.dossier.queued}</Title>
        <Note live>{t.cases.waiting}</Note>
        <ButtonLink to={back}>{t.dossier.toDossier}</ButtonLink>
      </div>
    )
  const faults = [
    ...missing(goods, t.dossier.whatGoods).map((f) => ({ message: f.message, target: 'goods' })),
    ...missing(code, hs.label).map((f) => ({ message: f.message, target: 'hs' })),
    ...(problem?.errors ?? []).map((e) => ({ message: messageOf(e, formats.language), target: 'hs' })),
  ]
  return (
    <form
      className="wrap question stack loose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) add()
      }}
    >
      <Back to={back}>{t.dossier.toDossier}</Back>
      <header className="stack tight">
        <Title>{t.forms.addLine}</Title>
        <p>{t.dossier.addLineMore}</p>
      </header>
      <ErrorSummary items={faults} round={round} />
      <Field
        id="goods"
        label={t.dossier.whatGoods}
        hint={t.dossier.whatGoodsHint}
        faults={missing(goods, t.dossier.whatGoods)}
      >
        <TextInput
          id="goods"
          hint
          value={goods}
          maxLength={512}
          onChange={setGoods}
          faults={missing(goods, t.dossier.whatGoods)}
        />
      </Field>
      <Datum
        id="hs"
        field={hs}
        value={code}
        onChange={(v) => setCode(typeof v === 'string' ? v : '')}
        faults={missing(code, hs.label)}
      />
      <p className="row saveline">
        <Button submit busy={busy}>
          {t.forms.list}
        </Button>
        <ButtonLink kind="bare" to={back}>
          {t.cases.cancel}
        </ButtonLink>
      </p>
    </form>
  )
}
