import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readView } from '../search/view.ts'
import { readWithTexts, shown } from './read-first.ts'

const SearchPage = readWithTexts(async () => (await import('../search/search-page.tsx')).SearchPage)

export const searchRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/search',
  validateSearch: readView,
  component: shown(SearchPage, function Page() {
    const view = searchRoute.useSearch()
    const navigate = searchRoute.useNavigate()
    return (
      <SearchPage
        view={view}
        onView={(search) => void navigate({ search, replace: true })}
        onPlace={({ kind, id }) => {
          if (kind === 'enforcement')
            void navigate({ to: '/enforcements/$enforcementId', params: { enforcementId: id } })
          else if (kind === 'case') void navigate({ to: '/cases/$caseId', params: { caseId: id } })
          else void navigate({ to: '/accounts/$accountId', params: { accountId: id } })
        }}
      />
    )
  }),
})
