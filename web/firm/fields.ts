import { useQueries } from '@tanstack/react-query'
import type { FormDescription, FormField } from '#kernel'
import { useFormats } from '../ui/index.ts'
import { humane } from '../forms/humane.ts'
import { api } from '../shell/api.ts'
import { useAnswer } from '../shell/queries.ts'
import { guess } from './guess.ts'

/** What the forms of some procedures say of data and papers: words, kinds, codes. Until they are read, what their look tells. */
export interface Said {
  readonly field: (id: string) => FormField
  readonly paper: (type: string) => string
}

export function useFields(procedures: readonly string[]): Said {
  const { language } = useFormats()
  const labels = useAnswer<Readonly<Record<string, string>>>(`/v1/dictionary/labels?lang=${language}`, {
    staleTime: 3_600_000,
  })
  const forms = useQueries({
    queries: [...new Set(procedures)].map((id) => ({
      queryKey: [`/v1/procedures/${id}/form?lang=${language}`],
      queryFn: () => api<FormDescription>(`/v1/procedures/${id}/form?lang=${language}`),
      staleTime: 3_600_000,
    })),
  })
  const said = forms.flatMap((f) => f.data ?? [])
  const fields = new Map(said.flatMap((f) => f.sections.flatMap((s) => s.items)).map((field) => [field.id, field]))
  const papers = new Map(said.flatMap((f) => f.documents).map(({ id, label }) => [id, label]))
  return {
    field: (id) => {
      const found = fields.get(id)
      return { ...(found ?? (guess(id) as FormField)), id, label: labels.data?.[id] ?? found?.label ?? humane(id) }
    },
    paper: (type) => papers.get(type) ?? humane(type),
  }
}
