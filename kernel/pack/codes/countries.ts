/** ISO 3166-1 alpha-2, officially assigned. */
const ASSIGNED =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF ' +
  'CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH ' +
  'GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW ' +
  'KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG ' +
  'NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN ' +
  'SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ' +
  'ZA ZM ZW'

const countries: ReadonlySet<string> = new Set(ASSIGNED.split(' '))

/** The codes `isCountry` accepts, as a pattern of JSON Schema and XSD without anchors. */
export const countryPattern = `${ASSIGNED.replaceAll(' ', '|')}|X[A-Z]`

/** A code of ISO 3166-1 alpha-2, or one of those it leaves to its users (XA to XZ): a demonstration country is one. */
export const isCountry = (code: unknown): boolean =>
  typeof code === 'string' && (countries.has(code) || /^X[A-Z]$/.test(code))

/** Groups a requirement table may name with an at sign (PACK 8). Membership as of 2026; a change is a change here. */
export const countryGroups: Readonly<Record<string, readonly string[]>> = {
  '@mercosur': ['AR', 'BO', 'BR', 'PY', 'UY'],
  '@can': ['BO', 'CO', 'EC', 'PE'],
  '@alianza': ['CL', 'CO', 'MX', 'PE'],
  '@eu': 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
}
