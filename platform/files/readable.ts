/** Why a file cannot be read, of the few reasons that can be told without opening it for its content. */
export type Unreadable = 'cut-off' | 'locked'

const tail = (bytes: Uint8Array, length: number): string =>
  Buffer.from(bytes.subarray(Math.max(0, bytes.length - length))).toString('latin1')

/**
 * Whether an officer could open a file of a known type (M08, attachment unreadable): cut off on the way, or locked with a password.
 * What is inside is for a person to judge.
 */
export function unreadable(type: string, bytes: Uint8Array): Unreadable | undefined {
  switch (type) {
    case 'application/pdf': {
      const end = tail(bytes, 2048)
      if (!end.includes('%%EOF') || !end.includes('startxref')) return 'cut-off'
      return /\/Encrypt\s+\d+\s+\d+\s+R/.test(tail(bytes, 65_536)) ? 'locked' : undefined
    }
    case 'image/png':
      return tail(bytes, 12).includes('IEND') ? undefined : 'cut-off'
    case 'image/jpeg':
      // Cameras write a few bytes after the end of the picture.
      return tail(bytes, 4096).includes('\xff\xd9') ? undefined : 'cut-off'
    case 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet':
      return tail(bytes, 65_557).includes('PK\x05\x06') ? undefined : 'cut-off'
    case 'application/xml':
      return /<\/[^<>]+>\s*$|\/>\s*$|-->\s*$/.test(tail(bytes, 4096)) ? undefined : 'cut-off'
    default:
      return undefined
  }
}
