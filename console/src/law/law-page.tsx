import { AuthorityOrders } from '../desk/authority-orders.tsx'
import { Holds } from '../desk/holds.tsx'
import { MissedClocks, RunningClocks } from '../desk/law-clocks.tsx'
import { Page } from '../desk/page.tsx'
import { Referrals } from '../desk/referrals.tsx'
import { RemovalRequests } from '../desk/removal-requests.tsx'
import { words } from '../words/words.ts'

/** Shows the duties of the law: legal clocks, authorities' orders, removal requests, referrals and legal holds. */
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
