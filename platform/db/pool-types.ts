import pg from 'pg'

type TypeId = Parameters<typeof pg.types.getTypeParser>[0]

const oid = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184, interval: 1186, numeric: 1700 } as const
const arrayOid = {
  int8: 1016,
  timestamp: 1115,
  date: 1182,
  timestamptz: 1185,
  interval: 1187,
  numeric: 1231,
  text: 1009,
} as const

const asText = (text: string): string => text

/**
 * PostgreSQL's text of an instant, `2026-02-03 04:05:06.789123+00`, as ISO 8601 in UTC with milliseconds,
 * `2026-02-03T04:05:06.789Z`: the form in which time goes through the whole house. Finer digits are cut off.
 * `infinity` and years before Christ stay as they are: no rule of ours writes them.
 */
export const instantText = (text: string): string => {
  const parts = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d(?::\d\d){0,2})$/.exec(text)
  if (!parts) return text
  const [, day, time, fraction = '', zone = '+00'] = parts
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3)
  if (/^[+-]00$/.test(zone)) return `${day}T${time}.${milliseconds}Z`
  const [hours = 0, minutes = 0, seconds = 0] = zone.slice(1).split(':').map(Number)
  const offset = (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds) * 1000
  return new Date(Date.parse(`${day}T${time}.${milliseconds}Z`) - offset).toISOString()
}

type TextParser = (text: string) => unknown

const parseTextArray: TextParser = pg.types.getTypeParser(arrayOid.text as TypeId, 'text')

const arrayOf = (parse: (text: string) => string): TextParser => {
  return (text) => (parseTextArray(text) as (string | null)[]).map((item) => (item === null ? null : parse(item)))
}

const parsers = new Map<number, TextParser>([
  [oid.int8, asText],
  [oid.numeric, asText],
  [oid.date, asText],
  [oid.timestamp, asText],
  [oid.interval, asText],
  [oid.timestamptz, instantText],
  [arrayOid.int8, arrayOf(asText)],
  [arrayOid.numeric, arrayOf(asText)],
  [arrayOid.date, arrayOf(asText)],
  [arrayOid.timestamp, arrayOf(asText)],
  [arrayOid.interval, arrayOf(asText)],
  [arrayOid.timestamptz, arrayOf(instantText)],
])

/**
 * How values come out of the database: nothing passes through a float or the local time zone of the machine.
 * bigint and numeric as decimal text, date as `YYYY-MM-DD`, timestamptz as ISO 8601 in UTC with milliseconds, jsonb
 * parsed; arrays of these likewise. Given per connection, so other users of `pg` in the process keep theirs.
 */
export const databaseTypes: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    (format === 'binary' ? undefined : parsers.get(id)) ?? pg.types.getTypeParser(id, format),
}
