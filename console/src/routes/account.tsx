import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import type { Filter } from '../account/account-page.tsx'
import { deskRoute } from './desk.tsx'

const AccountPage = lazy(async () => ({ default: (await import('../account/account-page.tsx')).AccountPage }))
const FILTERS: readonly Filter[] = ['all', 'decision', 'order', 'case', 'reports']

export const accountRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/accounts/$accountId',
  validateSearch: (search): { show?: Filter } => {
    const show = FILTERS.find((known) => known === search.show)
    return show === undefined || show === 'all' ? {} : { show }
  },
  component: function Page() {
    const { accountId } = accountRoute.useParams()
    const { show = 'all' } = accountRoute.useSearch()
    const navigate = accountRoute.useNavigate()
    return (
      <AccountPage
        key={accountId}
        accountId={accountId}
        filter={show}
        onFilter={(filter) => void navigate({ search: { show: filter }, replace: true })}
      />
    )
  },
})
