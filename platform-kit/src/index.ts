export type * from './protocol.ts'
export { REFUSALS } from './protocol.ts'
