import { lazy } from 'react'
import type { Case } from '../api/shapes.ts'
import { readPageTexts, words } from '../words/words.ts'
import { OnRequest } from './on-request.tsx'

const RelatedAccounts = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./related-accounts.tsx')).RelatedAccounts }
})

/** Shows the accounts that share something with the case's one. */
export const Related = ({ of: { id, accountId } }: { of: Case }) =>
  accountId !== null && (
    <OnRequest open={words.profile.openRelated} close={words.profile.closeRelated}>
      <RelatedAccounts caseId={id} />
    </OnRequest>
  )
