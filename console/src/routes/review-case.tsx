import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readCaseView } from './timeline-search.ts'
import { readFirst, shown } from './read-first.ts'

const CasePage = readFirst(async () => (await import('../review/case-page.tsx')).CasePage)

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
