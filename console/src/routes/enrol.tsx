import { createRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { rootRoute } from './root.tsx'
import { readFirst, shown } from './read-first.ts'

const EnrolPage = readFirst(async () => (await import('../enrol/enrol-page.tsx')).EnrolPage)

export const enrolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enrol',
  component: shown(EnrolPage, function Page() {
    // Read from the fragment, which browsers never send. Once used, it is removed from the address.
    const [invitation] = useState(() => location.hash.slice(1))
    return <EnrolPage invitation={invitation} onUsed={() => history.replaceState(null, '', location.pathname)} />
  }),
})
