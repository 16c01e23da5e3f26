import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const NewBulkActionPage = readFirst(
  async () => (await import('../bulk-actions/new-bulk-action-page.tsx')).NewBulkActionPage,
)
const BulkActionPage = readFirst(async () => (await import('../bulk-actions/bulk-action-page.tsx')).BulkActionPage)

export const bulkActionsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/bulk-actions',
  component: readFirst(async () => (await import('../bulk-actions/bulk-actions-page.tsx')).BulkActionsPage),
})

export const newBulkActionRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/bulk-actions/new',
  validateSearch: ({ q, kind, copiesOf }): { q?: string; kind?: 'account' | 'case'; copiesOf?: string } => {
    if (typeof copiesOf === 'string' && copiesOf !== '') return { copiesOf }
    return typeof q === 'string' && q !== '' && (kind === 'account' || kind === 'case') ? { q, kind } : {}
  },
  component: shown(NewBulkActionPage, function Page() {
    const { q, kind, copiesOf } = newBulkActionRoute.useSearch()
    const navigate = newBulkActionRoute.useNavigate()
    return (
      <NewBulkActionPage
        key={`${kind} ${q} ${copiesOf}`}
        copiesOf={copiesOf}
        search={q === undefined || kind === undefined ? undefined : { q, kind }}
        onAsked={(bulkActionId) => void navigate({ to: '/bulk-actions/$bulkActionId', params: { bulkActionId } })}
      />
    )
  }),
})

export const bulkActionRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/bulk-actions/$bulkActionId',
  component: shown(BulkActionPage, function Page() {
    const { bulkActionId } = bulkActionRoute.useParams()
    const navigate = bulkActionRoute.useNavigate()
    return (
      <BulkActionPage
        key={bulkActionId}
        bulkActionId={bulkActionId}
        onUndo={(restore) => void navigate({ to: '/live', search: { restore } })}
      />
    )
  }),
})
