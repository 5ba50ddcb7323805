/** How people write a unit, and the UN/CEFACT Recommendation 20 code they mean. */
const MEANT: Readonly<Record<string, string>> = {
  KG: 'KGM',
  KGS: 'KGM',
  KILO: 'KGM',
  KILOS: 'KGM',
  G: 'GRM',
  GR: 'GRM',
  T: 'TNE',
  TN: 'TNE',
  TM: 'TNE',
  TON: 'TNE',
  L: 'LTR',
  LT: 'LTR',
  LTS: 'LTR',
  ML: 'MLT',
  M3: 'MTQ',
  M2: 'MTK',
  M: 'MTR',
  MT: 'MTR',
  U: 'NIU',
  UN: 'NIU',
  UND: 'NIU',
  UNID: 'NIU',
  PCS: 'NIU',
  PZA: 'NIU',
}

/** True for the shape of a Recommendation 20 code. The full list is a catalogue; the usual slips are refused here. */
export const isUnit = (code: unknown): boolean =>
  typeof code === 'string' && /^[A-Z0-9]{2,3}$/.test(code) && !Object.hasOwn(MEANT, code)

/** The code that was probably meant: `kg` is KGM. */
export function findMeantUnit(written: string): string | undefined {
  const upper = written.trim().toUpperCase()
  return Object.hasOwn(MEANT, upper) ? MEANT[upper] : isUnit(upper) ? upper : undefined
}

/** What people write for a unit and is no code of the Recommendation: a schema excludes it as the window does. */
export const slipsOfUnits: readonly string[] = Object.keys(MEANT)
