// Lets Node run our TypeScript as it stands: `node --import <this file> program.ts`.
import { register } from 'node:module'

// Stack traces speak of the lines that were written.
process.setSourceMapsEnabled(true)
register('./hooks.mjs', import.meta.url)
