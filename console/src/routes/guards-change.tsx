import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const GuardsChangePage = readWithTexts(async () => (await import('../guards/change-page.tsx')).GuardsChangePage)

export const guardsChangeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards/changes/$changeId',
  component: shown(GuardsChangePage, function Page() {
    const { changeId } = guardsChangeRoute.useParams()
    return <GuardsChangePage key={changeId} changeId={changeId} />
  }),
})
