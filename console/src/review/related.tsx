import { lazy } from 'react'
import type { Case } from '../api/shapes.ts'
import { collectionKind } from '../components/platforms.ts'
import { readPageTexts, words } from '../words/words.ts'
import { OnRequest } from './on-request.tsx'

const RelatedAccounts = lazy(async () => {
  await readPageTexts()
  return { default: (await import('./related-accounts.tsx')).RelatedAccounts }
})

/** Shows the accounts that share something with the case's one, or the members of a list at once: they are its content. */
export function Related({ of: { id, accountId } }: { of: Case }) {
  if (accountId === null) return null
  const isList = collectionKind(accountId) === 'list'
  const { openMembers, closeMembers, openRelated, closeRelated } = words.profile
  return (
    <OnRequest
      open={isList ? openMembers : openRelated}
      close={isList ? closeMembers : closeRelated}
      isOpenAtFirst={isList}
    >
      <RelatedAccounts caseId={id} isList={isList} />
    </OnRequest>
  )
}
