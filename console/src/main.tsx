import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './shell/mantine-styles.ts'
import '@mantine/charts/styles.css'
import './shell/console.css'
import './shell/case.css'
import './shell/queue.css'
import './shell/media.css'
import './shell/opening.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type AnyRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { Boundary } from './components/panel.tsx'
import { NowProvider } from './components/use-now.tsx'
import { routeTree } from './routes/tree.ts'
import { MeProvider } from './shell/me.tsx'
import { makeQueryClient } from './shell/query-client.ts'
import { sendLanguage } from './shell/send-language.ts'
import { cssVariablesResolver, theme } from './shell/theme.ts'
import { direction, textLanguage } from './words/language.ts'

const client = makeQueryClient()
const router = createRouter({ routeTree, context: { client }, defaultPreload: 'intent' })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

document.documentElement.lang = textLanguage
document.documentElement.dir = direction
sendLanguage()

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the console')
// The router reads the caller before it loads the code of a page. Here both are requested at once.
const routes: Readonly<Record<string, AnyRoute>> = router.routesById
for (const { routeId } of router.matchRoutes(router.latestLocation)) {
  void routes[routeId]?.options.component?.preload?.()
}
// In slices, between which the browser paints.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <DirectionProvider initialDirection={direction}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
          <QueryClientProvider client={client}>
            <MeProvider>
              <NowProvider>
                <Boundary>
                  <RouterProvider router={router} />
                </Boundary>
              </NowProvider>
            </MeProvider>
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>,
  ),
)
