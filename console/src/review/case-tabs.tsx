import { Stack, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Case } from '../api/shapes.ts'
import { AuthorityOrders } from '../components/authority-orders.tsx'
import { Holds } from '../components/holds.tsx'
import { authorityOrdersQuery, holdsQuery, referralsQuery, removalRequestsQuery } from '../components/law-query.ts'
import { Referrals } from '../components/referrals.tsx'
import { RemovalRequests } from '../components/removal-requests.tsx'
import { useSeen } from '../components/use-seen.ts'
import { CASE_TABS, type CaseView } from '../components/timeline-view.ts'
import { words } from '../words/words.ts'
import { CaseNotes, listNotes } from './case-notes.tsx'
import { CaseTimeline } from './case-timeline.tsx'

interface Props {
  of: Case
  view: CaseView
  onView: (view: CaseView) => void
}

/** Shows what else is known of a case, below its evidence: its timeline, notes, and legal matters. */
export function CaseTabs({ of: reviewed, view, onView }: Props) {
  const { tab: _shown, ...rest } = view
  const show = (value: string | null) => {
    const tab = CASE_TABS.find((each) => each === value)
    onView(tab === undefined || tab === 'timeline' ? rest : { ...rest, tab })
  }
  const notes = listNotes(reviewed).length
  const { ref, isSeen } = useSeen()
  const legal = useLegalCount(reviewed, isSeen)
  return (
    <Tabs value={view.tab ?? 'timeline'} onChange={show} keepMounted={false}>
      <Tabs.List mb="md" ref={ref}>
        <Tabs.Tab value="timeline">{words.timeline.title}</Tabs.Tab>
        <Tabs.Tab value="notes">{words.notes.tab({ count: notes })}</Tabs.Tab>
        <Tabs.Tab value="legal">{words.review.legal({ count: legal })}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline">
        <CaseTimeline of={reviewed} view={view} onView={(shown) => onView({ ...view, ...shown })} />
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <CaseNotes of={reviewed} />
      </Tabs.Panel>
      <Tabs.Panel value="legal">
        <Legal of={reviewed} />
      </Tabs.Panel>
    </Tabs>
  )
}

/**
 * Counts the orders, removal requests, referrals and legal holds, so that the tab says that there is something to read.
 */
function useLegalCount({ id: caseId, subject, accountId }: Case, isSeen: boolean): number {
  const content = { enabled: isSeen && subject.kind === 'content' }
  const orders = useQuery({ ...authorityOrdersQuery(subject.id), ...content })
  const requests = useQuery({ ...removalRequestsQuery(subject.id), ...content })
  const referrals = useQuery({ ...referralsQuery({ case: caseId }), enabled: isSeen })
  const holds = useQuery({ ...holdsQuery({ account: accountId ?? '' }), enabled: isSeen && accountId !== null })
  return [orders, requests, referrals, holds].reduce((sum, { data }) => sum + (data?.items.length ?? 0), 0)
}

const Legal = ({ of: { id: caseId, subject, accountId } }: { of: Case }) => (
  <Stack gap="md">
    {subject.kind === 'content' && <AuthorityOrders content={subject.id} />}
    {subject.kind === 'content' && <RemovalRequests content={subject.id} />}
    <Referrals of={{ case: caseId }} />
    {accountId !== null && <Holds account={accountId} />}
  </Stack>
)
