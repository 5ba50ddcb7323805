/** The data dictionary: its loader, and everything that derives from it (DESIGN 3). Nothing else restates an element. */
export { loadDictionary } from './load.ts'
export { describeElement, dictionaryPage, labelsOf } from './derive/catalogue.ts'
export { dossierSchema, MOST_LINES } from './derive/dossier-schema.ts'
export { describeForm, type FormDescription, type FormField, type FormSection } from './derive/form-description.ts'
export { standardFormat } from './derive/format-notation.ts'
export { elementSchema, sharedSchemas, valueSchema } from './derive/value-schema.ts'
export {
  fromWcoXml,
  wcoContent,
  wcoInner,
  wcoTypes,
  wcoXml,
  wcoXsd,
  WCO_NAMESPACE,
  type ExportedDossier,
  type OwnAnswers,
  type ReadElement,
} from './derive/wco.ts'
export { dossierXml, dossierXsd, XML_NAMESPACE } from './derive/xsd.ts'
