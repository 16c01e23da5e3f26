import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'
import { readView } from './timeline-search.ts'

const AccountPage = lazy(async () => ({ default: (await import('../account/account-page.tsx')).AccountPage }))

export const accountRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/accounts/$accountId',
  validateSearch: readView,
  component: function Page() {
    const { accountId } = accountRoute.useParams()
    const view = accountRoute.useSearch()
    const navigate = accountRoute.useNavigate()
    return (
      <AccountPage
        key={accountId}
        accountId={accountId}
        view={view}
        onView={(search) => void navigate({ search, replace: true })}
      />
    )
  },
})
