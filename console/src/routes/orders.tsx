import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readWithTexts, shown } from './read-first.ts'

const OrdersPage = readWithTexts(async () => (await import('../orders/orders-page.tsx')).OrdersPage)
const OrderPage = readWithTexts(async () => (await import('../orders/order-page.tsx')).OrderPage)

const STATES = ['open', 'contested', 'answered'] as const
type State = (typeof STATES)[number]

export const ordersRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/law/orders',
  validateSearch: ({ state }: Record<string, unknown>): { state?: State } => {
    const known = STATES.find((each) => each === state)
    return known === undefined ? {} : { state: known }
  },
  component: shown(OrdersPage, function Page() {
    const { state = 'open' } = ordersRoute.useSearch()
    const navigate = ordersRoute.useNavigate()
    return <OrdersPage state={state} onState={(next) => void navigate({ search: { state: next }, replace: true })} />
  }),
})

export const orderRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/law/orders/$orderId',
  component: shown(OrderPage, function Page() {
    const { orderId } = orderRoute.useParams()
    return <OrderPage key={orderId} orderId={orderId} />
  }),
})
