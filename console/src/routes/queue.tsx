import { createRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type QueueView, readView } from '../queue/view.ts'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const QueuePage = readFirst(async () => (await import('../queue/queue-page.tsx')).QueuePage)

export const queueRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/queue',
  validateSearch: readView,
  component: shown(QueuePage, function Page() {
    const view = queueRoute.useSearch()
    const navigate = queueRoute.useNavigate()
    const show = useCallback((search: QueueView) => void navigate({ search, replace: true }), [navigate])
    return <QueuePage view={view} onView={show} />
  }),
})
