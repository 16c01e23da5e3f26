import { words } from '../words/words.ts'

type Ground = keyof typeof words.orders.grounds

const isGround = (ground: string): ground is Ground => ground in words.orders.grounds

/** Names the ground of an act on an order in the reader's language. */
export const nameGround = (ground: string): string => (isGround(ground) ? words.orders.grounds[ground] : ground)
