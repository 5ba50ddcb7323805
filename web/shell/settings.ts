/** How this person wants the screen, on this device. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'cómoda' | 'densa' | 'propia'
  /** Single keys as shortcuts, on desks. */
  readonly keys: boolean
}
const KEY = 'vuce-screen'

export function readSettings(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>
    return { theme: kept.theme ?? 'system', density: kept.density ?? 'propia', keys: kept.keys ?? true }
  } catch {
    return { theme: 'system', density: 'propia', keys: true }
  }
}

/** Set per face and by the person: a desk is dense unless its person says otherwise. */
let ofFace: 'cómoda' | 'densa' = 'cómoda'
export const setFaceDensity = (density: typeof ofFace): void => {
  ofFace = density
  applySettings(readSettings())
}

export function applySettings({ theme, density }: Settings): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  if ((density === 'propia' ? ofFace : density) === 'densa') dataset['density'] = 'densa'
  else delete dataset['density']
}

export function keepSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings))
  } catch {
    // A private window keeps nothing; the choice holds while it is open.
  }
  applySettings(settings)
}
