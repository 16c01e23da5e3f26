import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const SearchPage = readWithTexts(async () => (await import('../search/search-page.tsx')).SearchPage)

export const searchRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/search',
  validateSearch: (search): { q?: string } => (typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
  component: shown(SearchPage, function Page() {
    const { q = '' } = searchRoute.useSearch()
    const navigate = searchRoute.useNavigate()
    return (
      <SearchPage
        text={q}
        onText={(text) => void navigate({ search: { q: text }, replace: true })}
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
