export { createPackLibrary, PackFaults, readPackFiles, type PackLibrary } from './library.ts'
