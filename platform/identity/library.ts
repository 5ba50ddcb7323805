/**
 * The provider's library, without its word about Node 20: it runs there, our own tests say so, and a start that fails says one sentence
 * and no more.
 */
const { warn } = console
console.warn = () => undefined
const library = await import('oidc-provider')
console.warn = warn

export const { errors, Provider } = library
