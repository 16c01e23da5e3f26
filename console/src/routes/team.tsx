import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const TeamPage = lazy(async () => ({ default: (await import('../team/team-page.tsx')).TeamPage }))

export const teamRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/team',
  validateSearch: (search): { ended?: true } => (search.ended === true ? { ended: true } : {}),
  component: function Page() {
    const { ended = false } = teamRoute.useSearch()
    const navigate = teamRoute.useNavigate()
    return (
      <TeamPage
        ended={ended}
        onEnded={(wanted) => void navigate({ search: wanted ? { ended: true } : {}, replace: true })}
      />
    )
  },
})
