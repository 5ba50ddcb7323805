/** Benchmarks by name. Each prints JSON with a ratio to a physical limit measured in the same run; none is a timed test. */
const benches: Readonly<Record<string, () => Promise<(argv: readonly string[]) => Promise<object>>>> = {
  h2h: async () => (await import('./h2h.ts')).benchH2h,
  customs: async () => (await import('./customs.ts')).benchCustoms,
  auth: async () => (await import('./auth.ts')).benchAuth,
  packs: async () => (await import('./packs.ts')).benchPacks,
  scale: async () => (await import('./scale.ts')).benchScale,
  submit: async () => (await import('./submit.ts')).benchSubmit,
  notices: async () => (await import('./notices.ts')).benchNotices,
  finder: async () => (await import('./finder.ts')).benchFinder,
  web: async () => (await import('./web.ts')).benchWeb,
  queue: async () => (await import('./queue-scroll.ts')).benchQueue,
  journey: async () => (await import('./journey.ts')).benchJourney,
  pictures: async () => (await import('./pictures.ts')).takePictures,
}

export async function benchCommand(argv: string[]): Promise<number> {
  const name = argv.find((a) => !a.startsWith('--')) ?? ''
  const bench = benches[name]
  if (!bench) {
    process.stdout.write(`Which one? ${Object.keys(benches).join(', ')}. For example: npm run bench -- submit --json\n`)
    return 2
  }
  const result = await (await bench())(argv)
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else
    for (const [key, value] of Object.entries(result))
      process.stdout.write(`${key.padEnd(22)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}\n`)
  return 0
}
