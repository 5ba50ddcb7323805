import type { Procedure } from '../pack/model.ts'

/** True when a procedure's form asks for an element that is personal data. */
export const isPersonal = (procedure: Procedure, element: string): boolean =>
  [...procedure.form, ...(procedure.lineForm?.items ?? [])].some(
    (item) => item.element.id === element && item.element.personal === true,
  )
