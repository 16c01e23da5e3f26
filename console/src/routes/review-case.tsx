import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'
import { readCaseView } from './timeline-search.ts'

const CasePage = readFirst(async () => (await import('../review/case-page.tsx')).readCasePage())

export const reviewCaseRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/review/$caseId',
  validateSearch: readCaseView,
  component: shown(CasePage, function Page() {
    const { caseId } = reviewCaseRoute.useParams()
    const view = reviewCaseRoute.useSearch()
    const navigate = reviewCaseRoute.useNavigate()
    return (
      <CasePage
        key={caseId}
        caseId={caseId}
        view={view}
        onView={(search) => void navigate({ search, replace: true })}
      />
    )
  }),
})
