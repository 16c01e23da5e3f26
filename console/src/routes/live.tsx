import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const LivePage = lazy(async () => ({ default: (await import('../live/live-page.tsx')).LivePage }))

export const liveRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/live',
  validateSearch: (search): { restore?: string } =>
    typeof search.restore === 'string' && /^b-\d{1,15}$/.test(search.restore) ? { restore: search.restore } : {},
  component: function Page() {
    const { restore } = liveRoute.useSearch()
    const navigate = liveRoute.useNavigate()
    return (
      <LivePage
        restoreId={restore}
        onRestore={(restoreId) => void navigate({ search: restoreId === undefined ? {} : { restore: restoreId } })}
      />
    )
  },
})
