export { createFileStore, type FileStore, type StoredFile } from './store.ts'
export { typeOfBytes } from './media-type.ts'
export { unreadable } from './readable.ts'
