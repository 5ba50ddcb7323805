import { refusal, type Actor, type AnyCommand } from '#kernel'
import { capacitiesOf, Refusals, type CaseModule, type OpenCase, type Work } from '#platform/cases'

export interface Action {
  readonly name: string
  readonly method: 'POST'
  readonly href: string
  readonly summary: string
  readonly signature?: string
}

/** What an organisation may do next with a case: in every answer, so no client has to know the rules. */
export function actionsOf(
  module: CaseModule,
  file: Pick<OpenCase, 'id' | 'state' | 'ownerOrg' | 'isNew'>,
  actor: Actor,
  grants: ReadonlySet<string>,
): readonly Action[] {
  const capacities = capacitiesOf(module, file, actor)
  return module.type.available(file.state, { capacities, roles: actor.roles }, grants).flatMap((name) => {
    const command: AnyCommand | undefined = module.type.commands[name]
    if (!command || command.internal) return []
    return [
      {
        name,
        method: 'POST',
        href: `/v1/${module.path}/${file.id}/${name}`,
        summary: command.summary,
        ...(command.signature ? { signature: command.signature } : {}),
      },
    ]
  })
}

/** A case as the API answers it: `{state, version, actions, ...}` (DESIGN 7). */
export async function presentCase(
  file: Pick<OpenCase, 'id' | 'module' | 'state' | 'version' | 'ownerOrg' | 'isNew'> & { readonly definition: string },
  work: Work,
  actor: Actor,
  grants: ReadonlySet<string>,
): Promise<Record<string, unknown>> {
  const { module, id, version, definition } = file
  const { type } = module
  const state = module.view ? module.view(file.state, { org: actor.org, now: work.now }) : file.state
  if (!state) throw new Refusals([refusal('NOT_FOUND', '', { type: module.noun, id })])
  const more = module.present ? await module.present({ id, state }, work) : {}
  return {
    id,
    type: type.name,
    number: type.number?.(state) ?? null,
    title: type.title(state),
    status: state.status,
    version,
    definition,
    turn: type.work?.(state) ?? [],
    actions: actionsOf(module, file, actor, grants),
    links: { self: `/v1/${module.path}/${id}`, history: `/v1/${module.path}/${id}/history` },
    state: await work.personal.reveal(id, state),
    ...more,
  }
}
