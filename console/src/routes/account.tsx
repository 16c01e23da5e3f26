import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readView } from './timeline-search.ts'
import { readFirst, shown } from './read-first.ts'

const AccountPage = readFirst(async () => (await import('../account/account-page.tsx')).AccountPage)

export const accountRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/accounts/$accountId',
  validateSearch: readView,
  component: shown(AccountPage, function Page() {
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
  }),
})
