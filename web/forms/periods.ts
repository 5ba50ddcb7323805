/** «3 bd» as people say it. */
export function periodWords(period: string, language: string): string {
  const [, n = '', unit = ''] = /^(\d+) ?(\w+)$/.exec(period) ?? []
  const many = n !== '1'
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    es: { bd: many ? 'días hábiles' : 'día hábil', d: many ? 'días' : 'día', h: 'horas', m: 'meses', y: 'años' },
    en: { bd: many ? 'working days' : 'working day', d: many ? 'days' : 'day', h: 'hours', m: 'months', y: 'years' },
    pt: { bd: many ? 'dias úteis' : 'dia útil', d: many ? 'dias' : 'dia', h: 'horas', m: 'meses', y: 'anos' },
  }
  const said = words[language]?.[unit]
  return said ? `${n} ${said}` : period
}
