import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const CasePage = lazy(async () => ({ default: (await import('../review/case-page.tsx')).CasePage }))

export const caseRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/cases/$caseId',
  component: function Page() {
    const { caseId } = caseRoute.useParams()
    return <CasePage key={caseId} caseId={caseId} />
  },
})
