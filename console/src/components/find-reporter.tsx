import { lazy } from 'react'
import type { Case } from '../api/shapes.ts'
import { useMe } from '../shell/me.tsx'
import { words } from '../words/words.ts'
import { CollapsedForm } from './collapsed-form.tsx'
import { useHasRole } from './use-roles.ts'

const FindReporterForm = lazy(async () => ({ default: (await import('./find-reporter-form.tsx')).FindReporterForm }))

/** Shows who made one report, for the holder of the case and for those who may see reporters. Each look is recorded. */
export function FindReporter({ of: reviewed }: { of: Case }) {
  const me = useMe()?.pseudonym
  const sees = useHasRole('lead', 'policy', 'auditor')
  const isHolder = me !== undefined && reviewed.claimedBy === me
  if ((!sees && !isHolder) || reviewed.appeal !== null || reviewed.reports.items.length === 0) return null
  return (
    <CollapsedForm button={words.reporters.begin}>
      <FindReporterForm of={reviewed} />
    </CollapsedForm>
  )
}
