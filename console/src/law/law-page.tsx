import { AuthorityOrders } from '../desk/authority-orders.tsx'
import { Holds } from '../desk/holds.tsx'
import { MissedClocks, RunningClocks } from '../desk/law-clocks.tsx'
import { Page } from '../desk/page.tsx'
import { Referrals } from '../desk/referrals.tsx'
import { RemovalRequests } from '../desk/removal-requests.tsx'
import { words } from '../words/en.ts'

/** What the law asks for: until when, what authorities were told, what must be kept. */
export const LawPage = () => (
  <Page title={words.law.title} about={words.law.about}>
    <RunningClocks />
    <MissedClocks />
    <AuthorityOrders />
    <RemovalRequests />
    <Referrals of={{}} />
    <Holds />
  </Page>
)
