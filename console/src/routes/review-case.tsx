import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const CasePage = lazy(async () => ({ default: (await import('../review/case-page.tsx')).CasePage }))

export const reviewCaseRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/review/$caseId',
  component: function Page() {
    const { caseId } = reviewCaseRoute.useParams()
    return <CasePage key={caseId} caseId={caseId} />
  },
})
