import { createRoute } from '@tanstack/react-router'
import { deskRoute } from './desk.tsx'
import { readFirst, shown } from './read-first.ts'

const OrderPage = readFirst(async () => (await import('../order/order-page.tsx')).OrderPage)

export const orderRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/orders/$orderId',
  component: shown(OrderPage, function Page() {
    const { orderId } = orderRoute.useParams()
    return <OrderPage key={orderId} orderId={orderId} />
  }),
})
