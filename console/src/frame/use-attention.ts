import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useUnacknowledged } from '../components/waiting-counts.ts'
import { soundAlert } from '../shell/alert-sound.ts'
import { isNotifying } from '../shell/notifying.ts'
import { alertsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'

/**
 * Calls the person to what needs them while they look elsewhere: the icon of the tab carries the number of their alerts,
 * and a new alert makes a notification where they agreed to that.
 */
export function useAttention(): void {
  useTabIcon(useUnacknowledged())
  useNotifications()
}

const COUNT_MAX = 9
const PLAIN_ICON = document.querySelector<HTMLLinkElement>('link[rel=icon]')?.href ?? ''

/** Draws the number over the icon of the tab. */
function useTabIcon(count: number): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
    if (link !== null) link.href = count === 0 ? PLAIN_ICON : drawIcon(Math.min(count, COUNT_MAX))
  }, [count])
}

/** The plain icon, smaller, below a red number. */
const drawIcon = (count: number): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="8" fill="#5838ab"/>
    <path d="M4 20l5 5 8-12" fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"/>
    <circle cx="22" cy="10" r="10" fill="#721b07"/>
    <text x="22" y="15" font-family="sans-serif" font-size="15" font-weight="700" text-anchor="middle" fill="#fff">${count}</text>
  </svg>`)}`

interface Known {
  ids: ReadonlySet<number>
  /** Alerts up to this id were waiting behind the first page: acknowledging others brings them up, and they are not new. */
  after: number
}

const toKnown = ({ items, nextCursor }: { items: readonly { id: number }[]; nextCursor: string | null }): Known => {
  const ids = items.map(({ id }) => id)
  return { ids: new Set(ids), after: nextCursor === null ? 0 : Math.min(...ids) }
}

/** Alerts that are there when the page opens make no notification: their number stands in the tab. */
function useNotifications(): void {
  const { data } = useQuery(alertsQuery)
  const navigate = useNavigate()
  const known = useRef<Known>(undefined)
  useEffect(() => {
    if (data === undefined) return
    const before = known.current
    const fresh = before === undefined ? [] : data.items.filter(({ id }) => id > before.after && !before.ids.has(id))
    known.current = toKnown(data)
    if (fresh.length > 0) soundAlert()
    if (document.hasFocus() || !isNotifying()) return
    for (const { id, kind } of fresh) {
      // Other people may see the screen: the kind alone, and never an account.
      const note = new Notification(words.alerts.kinds[kind], { body: words.app.product, tag: String(id) })
      note.onclick = () => {
        window.focus()
        void navigate({ to: '/inbox' })
      }
    }
  }, [data, navigate])
}
