import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const LivePage = readFirst(async () => (await import('../live/live-page.tsx')).LivePage)

export const liveRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/live',
  validateSearch: (search): { restore?: string; source?: string } => ({
    ...(typeof search.restore === 'string' && /^restore_\d{1,15}$/.test(search.restore) && { restore: search.restore }),
    ...(typeof search.source === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(search.source) && { source: search.source }),
  }),
  component: shown(LivePage, function Page() {
    const { restore, source } = liveRoute.useSearch()
    const navigate = liveRoute.useNavigate()
    return (
      <LivePage
        restoreId={restore}
        source={source}
        onRestore={(restoreId) => void navigate({ search: restoreId === undefined ? {} : { restore: restoreId } })}
      />
    )
  }),
})
