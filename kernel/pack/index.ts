/** The door of the pack vocabulary (PACK.md): values, conditions, forms, fees, requirement tables and the loader. */
export * from './model.ts'
export { checkRequirements } from './ambiguity.ts'
export { countryGroups, isCountry } from './codes/countries.ts'
export { choiceFaults, choiceIn, chosenFrom, decidedBy, isChosen } from './choice.ts'
export { isCurrency } from './codes/currencies.ts'
export { countryOf } from './country.ts'
export { isUnit } from './codes/units.ts'
export { conditionSchema, documentMatches, lineSchema, matches, splitLine, type Schema } from './condition-schema.ts'
export { compareValue, findTotal, holds, namesIn, passes } from './conditions.ts'
export { diffPacks, showDiff, type Difference } from './diff.ts'
export { factTypes, isFact, type FactType } from './facts.ts'
export { dutiesOf, type Duties, type Preference } from './duties.ts'
export { findUnitValue, quote, type FeeInput, type Quote, type QuoteLine } from './fees.ts'
export { formSchema } from './form-schema.ts'
export { selectAsked, validateForm } from './form.ts'
export {
  candidates,
  determine,
  indexOf,
  narrower,
  type Determination,
  type Goods,
  type LineRows,
  type NeededProcedure,
  type RowOnLines,
} from './requirements.ts'
export { isPattern, seriesOf, showInSeries, type Series } from './series.ts'
export * from '../dictionary/index.ts'
export { digestOf, loadPacks, showFault, unconfirmed, type LoadedPacks, type LoadOptions } from './load.ts'
export { sayAmount, sayBound, sayCondition, sayPeriod, sayTest, sayValidity } from './say.ts'
export { showProcedure } from './show.ts'
export { sizeClasses, sizeOf, type SizeClass, type Sized, type SizeThreshold } from './sizes.ts'
export { fromShorthand, type Shorthand } from './shorthand.ts'
export { labelParams, quoted } from './labels.ts'
export { legalHours } from './legal-time.ts'
export { liveCalendar, livePack, liveProcedure, liveUnits, type LiveValues } from './live.ts'
export { checkValue, isLocation } from './values.ts'
export { SCHEMA_FILES, packSchemas, type SchemaFile } from './vocabulary/schema.ts'
export { bindingVersion } from './versions.ts'
export { readScenarios, type Given, type Scenario, type Step } from './scenario.ts'
export { readCsv, type CsvRow } from './load/source.ts'
export { findParameter, type Parameter, type ParameterName } from './parameters.ts'
