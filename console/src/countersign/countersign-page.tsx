import { Page } from '../components/page.tsx'
import { useHasRole, useSeesEnforcements } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import { ApprovalsTable } from './approvals-table.tsx'
import { AskNext } from './ask-next.tsx'

/** Shows the enforcements that await approval, and the button that asks for the next one to review. */
export function CountersignPage() {
  const seesEnforcements = useSeesEnforcements()
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  return (
    <Page title={words.countersign.title} about={words.countersign.list.about} actions={reviews && <AskNext />}>
      {seesEnforcements && <ApprovalsTable />}
    </Page>
  )
}
