import { createClient, Unreachable, Unusable, type Client } from './client.ts'
import { showOnLanding } from './landing-story.ts'
import { readProcedures, type Procedures } from './procedures.ts'
import { isRight, same, type DemoReport, type Lang, type PartReport } from './report.ts'
import { playScenario } from './scenario-player.ts'
import { findSource, SourceFault, type Source } from './source.ts'
import type { StoryFile } from './story-file.ts'
import { openStory, playPart } from './story-player.ts'
import { reportLines, type Look } from './timeline.ts'
import { toJson } from './to-json.ts'
import { costOf, totalsOf } from './totals.ts'

export interface DemoOptions {
  /** Address of a running server with the sandbox on. */
  readonly baseUrl: string
  readonly out: (line: string) => void
}

const USAGE = [
  'npm run demo [-- S7 | path/to/scenarios.yaml] [--json] [--lang en|es]',
  '',
  'Plays a story against a running window through its public API, and compares every value with the story’s.',
  'Without a name it plays S7. A name is a file of stories/; what has a slash or ends in .yaml is a path.',
]

interface Asked {
  readonly story: string
  readonly json: boolean
  readonly lang: Lang
}

/** What was asked for, or what is wrong with it. */
export function readArguments(argv: readonly string[]): Asked | string {
  const words: string[] = []
  let json = false
  let lang: Lang = 'en'
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? ''
    const [flag, value] = word.split('=')
    if (word === '--') continue
    if (word === '--json') json = true
    else if (flag === '--lang') {
      const chosen = value ?? argv[++i]
      if (chosen !== 'en' && chosen !== 'es') return `--lang takes en or es, not ${chosen ?? 'nothing'}`
      lang = chosen
    } else if (word.startsWith('-')) return `${word} is no option`
    else words.push(word)
  }
  if (words.length > 1) return `one story at a time, not ${words.join(', ')}`
  return { story: words[0] ?? 'S7', json, lang }
}

const NOTHING: DemoReport['totals'] = { cost: [], costBefore: [], days: [], times: null, saldo: [] }

async function demoToken(client: Client): Promise<string> {
  const { body } = await client.get<{ items?: readonly { token: string }[] } | undefined>('/v1/demo/accounts')
  return body?.items?.[0]?.token ?? ''
}

async function playStory(client: Client, procedures: Procedures, story: StoryFile): Promise<DemoReport> {
  const run = await openStory(client, procedures, story)
  const parts: PartReport[] = []
  if (story.prologue.length) parts.push(await playPart(run, 'prologue'))
  // Without what the prologue brought about, the story itself would only repeat its failure.
  if (!parts.some((part) => part.unplayed)) parts.push(await playPart(run, 'steps'))
  const { totals, documents } = await totalsOf(run, parts)
  return {
    story: story.story,
    title: story.title,
    country: story.country,
    baseUrl: client.baseUrl,
    parts,
    totals,
    documents,
  }
}

async function playScenarios(
  client: Client,
  procedures: Procedures,
  source: Source & { kind: 'scenarios' },
): Promise<DemoReport> {
  const parts: PartReport[] = []
  for (const scenario of source.scenarios) parts.push(await playScenario(client, procedures, scenario))
  const country = source.scenarios.at(-1)?.procedure.split('.')[0] ?? ''
  const totals = { ...NOTHING, cost: costOf(parts) }
  return {
    story: source.name,
    title: same(source.name),
    country,
    baseUrl: client.baseUrl,
    parts,
    totals,
    documents: parts.flatMap((part) => part.documents ?? []),
  }
}

/**
 * Plays a story or scenarios as a client of the public API. Answers 0 only when every value is the story's, 1 when one differs,
 * 2 for a wrong call or when no server with a sandbox answers.
 */
export async function runDemo(argv: string[], { baseUrl, out }: DemoOptions): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    for (const line of USAGE) out(line)
    return 0
  }
  const asked = readArguments(argv)
  const json = argv.includes('--json')
  const stop = (reason: string): number => {
    if (json) out(JSON.stringify({ ok: false, error: reason, baseUrl }, null, 2))
    else for (const line of [...reason.split('\n'), '', ...USAGE.slice(0, 1)]) out(line)
    return 2
  }
  if (typeof asked === 'string') return stop(asked)
  try {
    const source = await findSource(asked.story)
    const client = createClient(baseUrl)
    const procedures = await readProcedures(client)
    const report =
      source.kind === 'story'
        ? await playStory(client, procedures, source.story)
        : await playScenarios(client, procedures, source)
    const shown = report.parts.findLast((part) => part.steps.length > 0)
    const taken = shown === undefined || (await showOnLanding(client, await demoToken(client), report.country, shown))
    if (asked.json) out(JSON.stringify(toJson(report), null, 2))
    else for (const line of reportLines(report, lookOf(asked.lang))) out(line)
    if (!taken && !asked.json) out('The landing page did not take the story, so it shows the one before.')
    return isRight(report) ? 0 : 1
  } catch (error) {
    if (error instanceof SourceFault || error instanceof Unusable || error instanceof Unreachable)
      return stop(error.message)
    throw error
  }
}

/** Colours only where a person looks and did not say no (https://no-color.org). */
const lookOf = (lang: Lang): Look => ({
  lang,
  colour: process.stdout.isTTY && !process.env.NO_COLOR,
  width: Math.min(100, Math.max(60, process.stdout.columns ?? 100)),
})
