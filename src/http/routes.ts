import { staffRoutes } from '../staff/routes.ts'
import type { StageRoutes } from './server.ts'

/** Every stage's routes, in the order of the flow. Who may use which is in the table of rights. */
export const ROUTES: readonly StageRoutes[] = [staffRoutes]
