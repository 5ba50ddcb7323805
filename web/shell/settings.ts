/** How this person wants the screen, on this device. */
export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly density: 'cómoda' | 'densa'
}
const KEY = 'vuce-screen'

export function readSettings(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>
    return { theme: kept.theme ?? 'system', density: kept.density ?? 'cómoda' }
  } catch {
    return { theme: 'system', density: 'cómoda' }
  }
}

export function applySettings({ theme, density }: Settings): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  if (density === 'densa') dataset['density'] = density
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
