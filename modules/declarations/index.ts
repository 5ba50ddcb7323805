export { declaration, PrepareSchema } from './declaration.ts'
export { declarantOf, declarationModule, digestOf, dossierFor, packOf, prepareDeclaration } from './module.ts'
export { recordGone, type DeclarationServices } from './reactions.ts'
export type { DeclarationState } from './state.ts'
