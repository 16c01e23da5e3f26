import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const GuardsChangePage = lazy(async () => ({ default: (await import('../guards/change-page.tsx')).GuardsChangePage }))

export const guardsChangeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/changes/$changeId',
  component: function Page() {
    const { changeId } = guardsChangeRoute.useParams()
    return <GuardsChangePage key={changeId} changeId={changeId} />
  },
})
