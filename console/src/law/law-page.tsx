import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { AuthorityOrders } from '../components/authority-orders.tsx'
import { Holds } from '../components/holds.tsx'
import { MissedClocks, RunningClocks } from '../components/law-clocks.tsx'
import { Columns, Page } from '../components/page.tsx'
import { Referrals } from '../components/referrals.tsx'
import { RemovalRequests } from '../components/removal-requests.tsx'
import { words } from '../words/words.ts'
import { AuthoritiesPanel } from './authorities-panel.tsx'

/** Shows the duties of the law: legal clocks, authorities' orders, removal requests, referrals and legal holds. */
export const LawPage = () => (
  <Page
    title={words.law.title}
    about={words.law.about}
    actions={
      <Button component={Link} to="/law/orders" variant="default">
        {words.authorityOrders.title}
      </Button>
    }
  >
    <Columns>
      <RunningClocks />
      <MissedClocks />
      <AuthorityOrders />
      <AuthoritiesPanel />
      <RemovalRequests />
      <Referrals of={{}} />
      <Holds />
    </Columns>
  </Page>
)
