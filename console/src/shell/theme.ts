import { type CSSVariablesResolver, createTheme, Drawer, type MantineColorsTuple, Modal } from '@mantine/core'
import { words } from '../words/words.ts'

/** From the paper to the ink of the desk's blue; the seventh is the one of buttons and links. */
const desk: MantineColorsTuple = [
  '#e8f1fd',
  '#cfe0f8',
  '#a3c3f2',
  '#70a2f1',
  '#4583e4',
  '#246cd6',
  '#0e5fc4',
  '#0b4fa5',
  '#0a4289',
  '#08336a',
]

/** The accessibility of dialogs: the close button has a name, and the title is no second page header. */
const sheet = { closeButtonProps: { 'aria-label': words.app.close }, attributes: { header: { role: 'none' } } }

/** Calm and dense: made for eight hours a day. */
export const theme = createTheme({
  primaryColor: 'desk',
  colors: { desk },
  primaryShade: { light: 6, dark: 7 },
  autoContrast: true,
  focusRing: 'auto',
  respectReducedMotion: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  components: { Modal: Modal.extend({ defaultProps: sheet }), Drawer: Drawer.extend({ defaultProps: sheet }) },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
})

export const STATE_TONES = ['waits', 'clock', 'dark', 'safe', 'ended'] as const
export type StateTone = (typeof STATE_TONES)[number]

const LIGHT: Record<StateTone, string> = {
  waits: '#8d6306',
  clock: '#0e5fc4',
  dark: '#721b07',
  safe: '#0b4439',
  ended: '#5f646a',
}
const DARK: Record<StateTone, string> = {
  waits: '#f9c94a',
  clock: '#70a2f1',
  dark: '#f48670',
  safe: '#92fbe3',
  ended: '#a2a8ae',
}

const toVariables = (tones: Record<StateTone, string>): Record<string, string> =>
  Object.fromEntries(STATE_TONES.map((tone) => [`--state-${tone}`, tones[tone]]))

/** The colours of states, once for the whole console: no component names a colour of its own. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...toVariables(LIGHT), '--harm': '#721b07', '--mantine-color-dimmed': '#5f646a' },
  dark: {
    ...toVariables(DARK),
    '--harm': '#b8402a',
    '--mantine-color-anchor': '#70a2f1',
    '--mantine-color-dimmed': '#a2a8ae',
  },
})
