/** ZIP archives (APPNOTE 6.3) of a few small files: packages people are handed. */
import { unzipSync, zipSync } from 'fflate'

export type Files = Readonly<Record<string, Uint8Array>>

/** The same files give the same bytes: entries carry no time of their own. */
export const zip = (files: Files): Buffer =>
  Buffer.from(zipSync({ ...files }, { level: 6, mtime: new Date(1980, 0, 1, 12) }))

/** More than any package of ours, far less than would hurt. */
const MOST_FILES = 64
const LARGEST = 16 * 1024 * 1024

/** The files of an archive. @throws RangeError when it is none, or holds more than a package would. */
export function unzip(bytes: Uint8Array): Files {
  let count = 0
  let size = 0
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize
        if (++count > MOST_FILES || size > LARGEST) throw new RangeError('the archive is too large')
        return true
      },
    })
  } catch (error) {
    throw error instanceof RangeError ? error : new RangeError('not a ZIP archive', { cause: error })
  }
}
