import { createRoute } from '@tanstack/react-router'
import type { LedgerFilter } from '../ledger/queries.ts'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const LedgerPage = readWithTexts(async () => (await import('../ledger/ledger-page.tsx')).LedgerPage)
const EntryPage = readWithTexts(async () => (await import('../ledger/entry-page.tsx')).EntryPage)

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const DAY = /^\d{4}-\d\d-\d\d$/
const dayOf = (value: unknown): string | undefined => (DAY.test(String(value)) ? String(value) : undefined)

export const ledgerRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/ledger',
  validateSearch: (search): LedgerFilter & { show?: 'views' } => ({
    ...(search.show === 'views' && { show: 'views' }),
    kind: textOf(search.kind),
    from: dayOf(search.from),
    to: dayOf(search.to),
    ...(search.quiet === true && { quiet: true }),
    subject: textOf(search.subject),
    staff: textOf(search.staff),
    enforcement: textOf(search.enforcement),
  }),
  component: shown(LedgerPage, function Page() {
    const { show, ...filter } = ledgerRoute.useSearch()
    const navigate = ledgerRoute.useNavigate()
    return (
      <LedgerPage
        shows={show ?? 'entries'}
        filter={filter}
        onShows={(shows) =>
          void navigate({
            search: { ...filter, kind: undefined, ...(shows === 'views' && { show: shows }) },
            replace: true,
          })
        }
        onFilter={(next) => void navigate({ search: { ...next, ...(show && { show }) }, replace: true })}
      />
    )
  }),
})

export const entryRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/ledger/$number',
  component: shown(EntryPage, function Page() {
    const { number } = entryRoute.useParams()
    return <EntryPage key={number} number={Number(number)} />
  }),
})
