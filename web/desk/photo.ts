/** A photo as evidence: its hour and place are drawn on it, it is made small enough to leave on a slow phone, and its digest names it. */
export interface Photo {
  readonly digest: string
  readonly name: string
  readonly blob: Blob
  /** ISO instant of this device. */
  readonly at: string
  readonly place: { readonly lat: number; readonly lon: number } | null
}

const MOST = 1600

export const digestOf = async (blob: Blob): Promise<string> => {
  const sum = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function takePhoto(file: Blob, place: Photo['place'], words: string): Promise<Photo> {
  const at = new Date().toISOString()
  const blob = await stamped(file, words).catch(() => file)
  return { digest: await digestOf(blob), name: `${at.slice(0, 19).replaceAll(':', '')}.jpg`, blob, at, place }
}

async function stamped(file: Blob, words: string): Promise<Blob> {
  const image = await createImageBitmap(file)
  const scale = Math.min(1, MOST / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(image.width * scale)
  canvas.height = Math.round(image.height * scale)
  const pen = canvas.getContext('2d')
  if (!pen) return file
  pen.drawImage(image, 0, 0, canvas.width, canvas.height)
  const size = Math.max(14, Math.round(canvas.width / 44))
  pen.font = `600 ${size}px sans-serif`
  pen.fillStyle = 'rgb(0 0 0 / 62%)'
  pen.fillRect(0, canvas.height - size * 2, canvas.width, size * 2)
  pen.fillStyle = '#fff'
  pen.fillText(words, size * 0.6, canvas.height - size * 0.65)
  return new Promise((resolve) => canvas.toBlob((made) => resolve(made ?? file), 'image/jpeg', 0.82))
}

/** Where this device is, when its person allows it. */
export const placeNow = (): Promise<Photo['place']> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lon: coords.longitude }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 60_000 },
    )
  })
