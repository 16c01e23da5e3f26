import { lazy } from 'react'
import type { Case } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { CollapsedForm } from './collapsed-form.tsx'
import { useHasRole } from './use-roles.ts'

const MarkMisuseForm = lazy(async () => ({ default: (await import('./mark-misuse-form.tsx')).MarkMisuseForm }))

/** Marks a report or an appeal of a decided case as manifestly unfounded. The mark alone does nothing to its sender. */
export function MarkMisuse({ of: reviewed }: { of: Case }) {
  const mayMark = useHasRole('reviewer', 'senior', 'lead', 'policy')
  const { state, appeal, reports } = reviewed
  const ids = appeal === null ? reports.items.map(({ id }) => id) : [appeal.id]
  if (!mayMark || state !== 'closed' || ids.length === 0) return null
  return (
    <CollapsedForm button={words.reporters.mark}>
      <MarkMisuseForm caseId={reviewed.id} kind={appeal === null ? 'report' : 'appeal'} ids={ids} />
    </CollapsedForm>
  )
}
