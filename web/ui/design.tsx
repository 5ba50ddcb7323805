import { useState, type ReactNode } from 'react'
import { useTexts } from '../texts/texts.tsx'
import * as ui from './index.ts'

const COLOURS = [
  'page',
  'surface',
  'sunk',
  'ink',
  'ink-2',
  'line',
  'control',
  'brand',
  'brand-tint',
  'link',
  'turn',
  'turn-tint',
  'other',
  'other-tint',
  'bad',
  'bad-tint',
  'warn',
  'warn-tint',
  'ok',
  'ok-tint',
] as const
const WORDS = {
  title: 'El mostrador, pieza por pieza',
  lead: 'Página viva del sistema de diseño: lo que se ve aquí es lo que usan las pantallas.',
} as const

function Block({ id, title, children }: { id: string; title: string; children: ReactNode }): ReactNode {
  return (
    <section aria-labelledby={id} className="stack">
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

/** Every part of the design system in its states. Prints; follows light, dark and density. */
export function Design(): ReactNode {
  const t = useTexts()
  const formats = ui.useFormats()
  const [text, setText] = useState('Quinua blanca en grano')
  const [number, setNumber] = useState('4000.5')
  const [choice, setChoice] = useState('a')
  const [date, setDate] = useState('2026-07-03')
  const [check, setCheck] = useState(true)
  const [code, setCode] = useState('')
  const [theme, setTheme] = useState('system')
  const wrong: readonly ui.Fault[] = [
    {
      message: 'El peso neto es mayor que el bruto. ¿Quiso decir 4.000 kg?',
      fix: { label: 'Poner 4.000', apply: () => setNumber('4000') },
    },
  ]
  return (
    <main className="wrap page stack far" id="contenido">
      <header className="stack tight">
        <h1>{WORDS.title}</h1>
        <p className="big muted">{WORDS.lead}</p>
        <ui.Choices
          name="design-theme"
          legend={t.shell.theme}
          value={theme}
          onChange={(v) => {
            setTheme(v)
            if (v === 'system') delete document.documentElement.dataset['theme']
            else document.documentElement.dataset['theme'] = v
          }}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t.shell.themes[value] }))}
        />
      </header>
      <Block id="d-colours" title="Colores">
        <ul className="swatches">
          {COLOURS.map((name) => (
            <li key={name} className="swatch">
              <i style={{ background: `var(--${name})` }} />
              <span className="mono small">{name}</span>
            </li>
          ))}
        </ul>
      </Block>
      <Block id="d-turn" title="De quién es el turno">
        <p className="row">
          <ui.Turno holder="me">Le toca a usted · hasta el vie 3 jul, 16:30</ui.Turno>
          <ui.Turno holder="them">Le toca a SENASA</ui.Turno>
          <ui.Turno holder="done">Terminada</ui.Turno>
          <ui.Turno holder="wait">después</ui.Turno>
          <ui.Turno holder="bad">Denegado</ui.Turno>
          <ui.Turno holder="warn">Perecedero</ui.Turno>
        </p>
        <ui.Thread segments={['done', 'done', 'mine-now', 'other', 'next', 'next']} />
      </Block>
      <Block id="d-road" title="El camino">
        <ui.Road
          label="Camino de ejemplo"
          stages={[
            { name: 'Datos', state: 'done', more: '1 jun' },
            { name: 'Enviada', state: 'done', more: '16 jun' },
            {
              strands: [
                { name: 'Fitosanitario · SENASA', state: 'other', more: 'Resuelve el vie 19' },
                { name: 'Sanitario · DIGESA', state: 'mine-now', more: 'Observado. Responda hasta el vie 3 jul' },
              ],
            },
            { name: 'Lista', state: 'next' },
            { name: 'Salida', state: 'next', more: '10 jul' },
          ]}
        />
      </Block>
      <Block id="d-buttons" title="Botones">
        <p className="row">
          <ui.Button>Firmar</ui.Button>
          <ui.Button kind="alt">Guardar el plan</ui.Button>
          <ui.Button kind="danger">Retirar el trámite</ui.Button>
          <ui.Button kind="bare">Pedir 5 días más</ui.Button>
          <ui.Button small kind="alt">
            Poner 4.000
          </ui.Button>
          <ui.Button busy>Enviando</ui.Button>
        </p>
      </Block>
      <Block id="d-fields" title="Campos">
        <ui.ErrorSummary round={0} items={[{ message: 'El peso neto es mayor que el bruto', target: 'd-number' }]} />
        <ui.Field id="d-text" label="Descripción" hint="Con sus palabras.">
          <ui.TextInput id="d-text" hint value={text} onChange={setText} />
        </ui.Field>
        <ui.Field id="d-number" label="Peso neto" faults={wrong} width="short">
          <ui.NumberInput id="d-number" value={number} onChange={setNumber} faults={wrong} unit="kg" />
        </ui.Field>
        <ui.Field id="d-date" label="Fecha de salida" width="short">
          <ui.DateInput id="d-date" value={date} onChange={setDate} />
        </ui.Field>
        <ui.Field id="d-country" label="País" hint="Escriba y elija con las flechas." width="medium">
          <ui.Combobox
            id="d-country"
            hint
            value={code}
            shown={code}
            onChange={setCode}
            find={(w) =>
              ['CL', 'CN', 'ES', 'PE', 'UY']
                .map((c) => ({ value: c, label: ui.countryName(c, formats), code: c }))
                .filter((c) => c.label.toLowerCase().includes(w.toLowerCase()))
            }
          />
        </ui.Field>
        <ui.Field id="d-select" label="Medio de transporte" width="medium">
          <ui.Select
            id="d-select"
            value="1"
            onChange={() => undefined}
            options={[
              { value: '1', label: 'Marítimo' },
              { value: '4', label: 'Aéreo' },
            ]}
          />
        </ui.Field>
        <ui.Choices
          name="d-choice"
          legend="¿Cómo está hecha?"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'a', label: 'De punto', more: 'Con agujas o a máquina de tejer.', side: '6117.10' },
            { value: 'b', label: 'En telar', more: 'Tela plana, con trama y urdimbre.', side: '6214.20' },
          ]}
        />
        <ui.Checkbox id="d-check" checked={check} onChange={setCheck}>
          <b>Avisarme si cambia una regla</b>
        </ui.Checkbox>
        <ui.Field id="d-file" label="Informe de laboratorio">
          <ui.FileInput id="d-file" onFiles={() => undefined} />
        </ui.Field>
      </Block>
      <Block id="d-facts" title="Lo que ya se sabe">
        <ui.Facts
          items={[
            {
              id: '1',
              label: 'Exportador',
              value: 'Cooperativa Valle Verde',
              source: { kind: 'seal', words: 'registro tributario' },
            },
            {
              id: '2',
              label: 'Comprador',
              value: 'Huaxin Foods, Shanghái',
              source: { kind: 'page', words: 'orden de compra' },
              change: () => undefined,
            },
            {
              id: '3',
              label: 'Bultos',
              value: '160 cajas',
              source: { kind: 'pencil', words: 'lo escribió usted' },
              change: () => undefined,
            },
            {
              id: '4',
              label: 'Licencia',
              value: 'LS-2231',
              source: { kind: 'clock', words: 'venció el 1 jun' },
              change: () => undefined,
            },
          ]}
        />
        <ui.Figures
          items={[
            {
              label: 'Le costará',
              value: ui.showMoney({ amount: '25.00', currency: 'USD' }, formats),
              more: 'y el flete que elija',
            },
            { label: 'Tardará', value: '2 días', more: '9 de cada 10, hasta 4' },
            { label: 'De su tiempo', value: '1 h 30', more: '31 de 38 datos ya están' },
          ]}
        />
      </Block>
      <Block id="d-notes" title="Avisos">
        <ui.Note>Al enviar declara que estos datos son ciertos.</ui.Note>
        <ui.Note kind="ok">Hay conexión otra vez.</ui.Note>
        <ui.Note kind="warn">Esta ficha no se revisa desde hace 190 días.</ui.Note>
        <ui.Note kind="bad">No coincide. Este archivo fue cambiado.</ui.Note>
        <ui.Why ask="¿Por qué?">Lo pide el D.S. 020, art. 14, en la versión vigente hoy.</ui.Why>
      </Block>
      <Block id="d-states" title="Los seis estados">
        <h3>Vacío</h3>
        <ui.Empty action={<ui.ButtonLink to="/que-necesito">{t.firm.findOut}</ui.ButtonLink>}>
          {t.firm.emptyOperations}
        </ui.Empty>
        <h3>Cargando</h3>
        <ui.Skeleton shape={['title', 'line', 'line']} />
        <h3>Sin conexión</h3>
        <div className="band">
          {t.shell.offline} {t.shell.waiting(2)}
        </div>
        <h3>Error</h3>
        <ui.Failure title="El registro tributario no responde." code="503" retry={() => undefined}>
          Siga: lo comprobamos luego.
        </ui.Failure>
        <h3>Parcial</h3>
        <ui.Partial>Falta la respuesta de SENASA. Lo demás está al día, 09:12.</ui.Partial>
        <h3>En uso por otra persona</h3>
        <ui.Locked>Marta Quispe lo está revisando. Puede leer.</ui.Locked>
      </Block>
      <Block id="d-lists" title="Listas">
        <ui.Table
          caption="Cola de ejemplo"
          keyOf={(r) => r.id}
          first={(r) => r.id === '26-117988'}
          rows={[
            { id: '26-117988', who: 'Conservas Pisco', due: 'vence mañana', n: '5.400' },
            { id: '26-118204', who: 'Cooperativa Valle Verde', due: 'vence mar 23', n: '4.000' },
          ]}
          columns={[
            { head: 'Folio', cell: (r) => r.id },
            { head: 'Solicitante', cell: (r) => r.who },
            { head: 'Plazo', cell: (r) => r.due },
            { head: 'kg', cell: (r) => r.n, number: true },
          ]}
        />
        <ui.Tabs
          label="Partes"
          tabs={[
            { id: 'a', title: 'Datos', body: <p>58 de 64 datos reusados.</p> },
            { id: 'b', title: 'Documentos', body: <p>Tres documentos.</p> },
          ]}
        />
        <ui.Timeline
          items={[
            { at: '2026-06-16T15:02:00Z', when: 'mar 16 jun, 10:02', what: 'Recibimos su solicitud' },
            {
              at: '2026-06-18T16:20:00Z',
              when: 'jue 18 jun, 11:20',
              what: 'DIGESA observó el informe',
              more: 'Una sola observación, con todo.',
            },
          ]}
        />
        <ui.Steps at={2} of={4} words="Paso 2 de 4" />
      </Block>
    </main>
  )
}
