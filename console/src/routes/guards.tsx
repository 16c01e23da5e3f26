import { createRoute } from '@tanstack/react-router'
import { readGuardView } from '../guards/guard-view.ts'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const GuardsPage = readWithTexts(async () => (await import('../guards/guards-page.tsx')).GuardsPage)

export const guardsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/guards',
  validateSearch: readGuardView,
  component: shown(GuardsPage, function Page() {
    const view = guardsRoute.useSearch()
    const navigate = guardsRoute.useNavigate()
    return <GuardsPage view={view} onView={(next) => void navigate({ search: next, replace: true })} />
  }),
})
