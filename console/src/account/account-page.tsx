import { useState } from 'react'
import { DecisionLayout } from '../components/decision-layout.tsx'
import { Holds } from '../components/holds.tsx'
import { Page } from '../components/page.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import { Referrals } from '../components/referrals.tsx'
import { StrikesPanel } from '../components/strikes.tsx'
import type { TimelineView } from '../components/timeline-view.ts'
import { useHasRole } from '../components/use-roles.ts'
import { lacksReason, ViewReasonForm } from '../components/view-reason-form.tsx'
import { words } from '../words/words.ts'
import { AccountDrift } from './account-drift.tsx'
import { AccountHead } from './account-head.tsx'
import { AccountHistory, useHistory } from './account-history.tsx'
import { Protect } from './protect.tsx'

interface Props {
  accountId: string
  view: TimelineView
  onView: (view: TimelineView) => void
}

/** Shows who an account is, everything that happened to it, and how it is protected; the address names the part shown. */
export function AccountPage({ accountId, view, onView }: Props) {
  const [why, setWhy] = useState('')
  const history = useHistory(accountId, why, view)
  const mayProtect = useHasRole('lead', 'policy')
  const first = history.data?.pages[0]
  return (
    <Page title={first?.account?.handle ? `@${first.account.handle}` : accountId}>
      {lacksReason(history.error) ? (
        <ViewReasonForm says={words.why.account} onWhy={setWhy} />
      ) : (
        history.isError && <ProblemNote error={history.error} onAgain={() => void history.refetch()} />
      )}
      {first?.account && <AccountHead account={first.account} violations={first.counts.violations} />}
      <DecisionLayout
        evidence={!history.isError && <AccountHistory accountId={accountId} view={view} onView={onView} of={history} />}
        decision={
          first && (
            <>
              <StrikesPanel strikes={first.strikes} />
              {first.account && <AccountDrift accountId={accountId} />}
              {mayProtect && <Protect accountId={accountId} tags={first.account?.tags ?? []} />}
              <Referrals of={{ account: accountId }} />
              <Holds account={accountId} />
            </>
          )
        }
      />
    </Page>
  )
}
