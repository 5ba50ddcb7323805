import { createPackLibrary } from '#platform/packs'
import { httpSizes, launchSizes, noSizes, type SizeRegistry } from '#platform/sizes'
import type { Config } from './config.ts'
import type { Log } from './house.ts'

/** The registry of small firms: the one that SME_REGISTRY_URL names, in a sandbox a simulator that knows the demo firms. */
export async function openSizes(config: Config, log: Log, undo: (() => Promise<unknown>)[]): Promise<SizeRegistry> {
  if (config.sizes) return httpSizes(config.sizes)
  if (!config.sandbox) return noSizes
  const { packs } = await createPackLibrary(config)
  const firms = [...packs.values()].flatMap((p) =>
    p.demo.orgs.flatMap(({ taxId, country, facts }) => {
      const size = facts['applicant.size']
      return taxId && country && typeof size === 'string' ? [{ country, taxId, size }] : []
    }),
  )
  const simulator = await launchSizes({ log: (line) => log.info(line), firms })
  undo.push(() => simulator.stop())
  return httpSizes(simulator)
}
