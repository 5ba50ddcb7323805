export { dossier, DeclareSchema, OpenSchema, type DossierState, type OpenDossier } from './dossier.ts'
export { dossierModule, isReference, openDossier } from './module.ts'
export { feedForm, type FormFeed } from './feed.ts'
