import type { App, Desk } from '../../policy/desk.ts'
import type { Stage } from '../../policy/stage/stage.ts'
import { registerPages } from './pages/register-pages.ts'
import { startPage } from './pages/start-page.ts'

/** The pages for people outside. A further part adds its pages to this list. */
export function publicRoutes(app: App, desk: Desk): void {
  registerPages(app, desk, [startPage])
}

export const publicStage: Stage = { routes: [publicRoutes] }
