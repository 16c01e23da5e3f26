import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { shown } from './shown.ts'

const GuardsChangePage = lazyRouteComponent(() => import('../guards/change-page.tsx'), 'GuardsChangePage')

export const guardsChangeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/changes/$changeId',
  component: shown(GuardsChangePage, function Page() {
    const { changeId } = guardsChangeRoute.useParams()
    return <GuardsChangePage key={changeId} changeId={changeId} />
  }),
})
