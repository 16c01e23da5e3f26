import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { deskRoute } from './desk.tsx'

const OrderPage = lazy(async () => ({ default: (await import('../order/order-page.tsx')).OrderPage }))

export const orderRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/orders/$orderId',
  component: function Page() {
    const { orderId } = orderRoute.useParams()
    return <OrderPage key={orderId} orderId={orderId} />
  },
})
