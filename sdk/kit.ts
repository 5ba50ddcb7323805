import { describeElement, problems, type Dictionary } from '#kernel'
import { conformanceCases, createReader, messages, messageSchema, VERSIONS } from '#modules/h2h'
import { csvLine } from './csv.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** What the window says to a firm's program, as AsyncAPI 3.0 has it. */
function asyncApi(): object {
  const out = [...messages.values()].filter((m) => m.way === 'out' && (m.name === 'status' || m.name === 'issued'))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ventanilla, host to host',
      version: '1.0.0',
      description:
        'Messages that the window carries to a firm’s program: signed by the platform, at least once, in the order of each firm; retried after 1, 2, 4 … 64 minutes for a day.',
    },
    channels: {
      program: {
        address: '/',
        messages: Object.fromEntries(out.map((m) => [m.xml, { $ref: `#/components/messages/${m.xml}` }])),
      },
    },
    operations: { take: { action: 'receive', channel: { $ref: '#/channels/program' } } },
    components: {
      messages: Object.fromEntries(
        out.map((m) => [
          m.xml,
          {
            name: m.xml,
            summary: m.about,
            contentType: 'application/jose',
            headers: { type: 'object', properties: { 'idempotency-key': { type: 'string', format: 'uuid' } } },
            payload: messageSchema(m, 1),
          },
        ]),
      ),
    },
  }
}

/** Columns for whoever maps the fields of an ERP: each datum once, in what standards call it. */
function mappingSheet(dictionary: Dictionary): string {
  const head = csvLine(['your field', 'element', 'level', 'type', 'label', 'WCO class', 'WCO id', 'UNTDED', 'format'])
  const rows = [...dictionary.elements.values()].map((element) => {
    const { format, label } = describeElement(element, 'en')
    return csvLine([
      '',
      element.id,
      element.line ? 'line' : 'head',
      element.type,
      text(label),
      element.wcoClass ?? '',
      element.wco ?? '',
      element.untded ?? '',
      text(format),
    ])
  })
  return head + rows.join('')
}

/** Everything an integrator builds from, by file name: schemas of each message and version, code lists, errors, mapping, webhooks. */
export function kitFiles(dictionary: Dictionary): ReadonlyMap<string, string> {
  const reader = createReader(dictionary)
  const files = new Map<string, string>()
  for (const version of VERSIONS)
    for (const message of messages.values()) {
      files.set(`xsd/${version}/${message.name}.xsd`, reader.xsdOf(message.name, version) ?? '')
      files.set(`json/${version}/${message.name}.json`, json(messageSchema(message, version)))
    }
  files.set('asyncapi.json', json(asyncApi()))
  files.set(
    'errors.json',
    json(Object.entries(problems).map(([code, { status, es, en, pt }]) => ({ code, status, es, en, pt }))),
  )
  files.set('mapping.csv', mappingSheet(dictionary))
  files.set('conformance.json', json(conformanceCases))
  for (const { id, codes } of dictionary.elements.values())
    if (codes)
      files.set(
        `codes/${id}.csv`,
        csvLine(['code', 'es', 'en', 'pt']) +
          Object.entries(codes)
            .map(([code, w]) => csvLine([code, w.es ?? '', w.en ?? '', w.pt ?? '']))
            .join(''),
      )
  return files
}
