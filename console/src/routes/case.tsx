import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'
import { readView } from './timeline-search.ts'

const CasePage = lazy(async () => ({ default: (await import('../review/case-page.tsx')).CasePage }))

export const caseRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/cases/$caseId',
  validateSearch: readView,
  component: function Page() {
    const { caseId } = caseRoute.useParams()
    const view = caseRoute.useSearch()
    const navigate = caseRoute.useNavigate()
    return (
      <CasePage
        key={caseId}
        caseId={caseId}
        view={view}
        onView={(search) => void navigate({ search, replace: true })}
      />
    )
  },
})
