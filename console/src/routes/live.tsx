import { createRoute } from '@tanstack/react-router'
import { type LiveFilter, readFilter } from '../live/view.ts'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const LivePage = readFirst(async () => (await import('../live/live-page.tsx')).LivePage)

interface LiveSearch extends LiveFilter {
  restore?: string
  source?: string
}

export const liveRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/live',
  validateSearch: (search): LiveSearch => ({
    ...readFilter(search),
    ...(typeof search.restore === 'string' && /^restore_\d{1,15}$/.test(search.restore) && { restore: search.restore }),
    ...(typeof search.source === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(search.source) && { source: search.source }),
  }),
  component: shown(LivePage, function Page() {
    const { restore, source, ...filter } = liveRoute.useSearch()
    const navigate = liveRoute.useNavigate()
    const set = restore === undefined ? {} : { restore }
    return (
      <LivePage
        restoreId={restore}
        source={source}
        filter={filter}
        onFilter={(chosen) =>
          void navigate({ search: { ...chosen, ...set, ...(source !== undefined && { source }) }, replace: true })
        }
        onRestore={(restoreId) =>
          void navigate({ search: restoreId === undefined ? filter : { ...filter, restore: restoreId } })
        }
      />
    )
  }),
})
