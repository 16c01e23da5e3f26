import {
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Kbd,
  type MantineColorsTuple,
  Modal,
  Paper,
} from '@mantine/core'
import { words } from '../words/words.ts'

/** The accent: violet, so that no state shares its colour. The seventh carries white text. */
const accent: MantineColorsTuple = [
  '#f2eefe',
  '#e5ddfc',
  '#cbbdf7',
  '#b39cf1',
  '#9b7eea',
  '#8263dd',
  '#6a47c8',
  '#5838ab',
  '#472e8b',
  '#31205f',
]

/** The greys of the dark theme, in the hue of its surfaces: text first, then lines, fields and surfaces. */
const schemeGreys: MantineColorsTuple = [
  '#d5d9e3',
  '#b8bdc9',
  '#a2a8ae',
  '#8a919e',
  '#323743',
  '#2a2e39',
  '#1f232b',
  '#1b1e25',
  '#14161b',
  '#101217',
]

/** The accessibility of dialogs: the close button has a name, and the title is no second page header. */
const sheet = { closeButtonProps: { 'aria-label': words.app.close }, attributes: { header: { role: 'none' } } }

/** Text is 14 px, spacing a multiple of 4 px, and one scale of six sizes serves the whole console. */
export const theme = createTheme({
  primaryColor: 'accent',
  colors: { accent, dark: schemeGreys },
  primaryShade: { light: 6, dark: 6 },
  autoContrast: true,
  focusRing: 'auto',
  respectReducedMotion: true,
  defaultRadius: 6,
  fontFamily: "'Inter Variable', 'Like Inter', 'DejaVu like Inter', system-ui, sans-serif",
  // Until the console's own font is used (frame/late-font.tsx). Each of these tells l, I and 1 apart.
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '15px', lineHeight: '20px' } },
  },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  components: {
    // The options of closed fields are not rendered: the filters of one page have hundreds.
    Combobox: { defaultProps: { keepMounted: false } },
    Modal: Modal.extend({ defaultProps: sheet }),
    Drawer: Drawer.extend({ defaultProps: sheet }),
    // In the text font: every page shows a key, and few show a handle in the other font, which loads with it.
    Kbd: Kbd.extend({ styles: { root: { fontFamily: 'var(--mantine-font-family)' } } }),
    Paper: Paper.extend({ defaultProps: { bg: 'var(--surface-panel)' } }),
  },
})

export const STATE_TONES = ['waits', 'clock', 'alarm', 'safe', 'ended'] as const
export type StateTone = (typeof STATE_TONES)[number]

const LIGHT: Record<StateTone, string> = {
  waits: '#825a00',
  clock: '#0e5fc4',
  alarm: '#721b07',
  safe: '#0b4439',
  ended: '#5f646a',
}
const DARK_SCHEME: Record<StateTone, string> = {
  waits: '#f9c94a',
  clock: '#70a2f1',
  alarm: '#f48670',
  safe: '#92fbe3',
  ended: '#a2a8ae',
}

/** The colours of groups in one chart, told apart also by colour-blind readers: none of them means a state. */
const GROUPS_LIGHT = ['#0e5fc4', '#b34a00', '#00705a', '#a0357f', '#7a6200', '#3a3f4a']
const GROUPS_DARK_SCHEME = ['#70a2f1', '#ff9a5c', '#46d3a8', '#e59ac4', '#e8d44d', '#d5d9e3']

const toGroups = (colours: readonly string[]): Record<string, string> =>
  Object.fromEntries(colours.map((colour, group) => [`--group-${group}`, colour]))

/** The share of a state's colour in the surface of its pill: the text on it keeps a contrast above 4.6. */
const TINT = '10%'

const toVariables = (tones: Record<StateTone, string>): Record<string, string> =>
  Object.fromEntries(
    STATE_TONES.flatMap((tone) => [
      [`--state-${tone}`, tones[tone]],
      [`--tint-${tone}`, `color-mix(in srgb, ${tones[tone]} ${TINT}, var(--surface-panel))`],
    ]),
  )

/** Three levels of surface and the sidebar. A panel lies on the page, and what is raised lies on a panel. */
const SURFACES = {
  light: { page: '#f1f2f6', panel: '#fafbfd', raised: '#ffffff', sidebar: '#e7e9f0', line: '#d5d9e3' },
  dark: { page: '#14161b', panel: '#1b1e25', raised: '#242832', sidebar: '#101217', line: '#323743' },
} as const

const toSurfaces = (scheme: keyof typeof SURFACES): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(SURFACES[scheme]).map(([name, colour]) => [`--surface-${name}`, colour])),
  '--mantine-color-body': SURFACES[scheme].page,
  '--mantine-color-default': SURFACES[scheme].raised,
  '--mantine-color-default-border': SURFACES[scheme].line,
})

/** The colours of states, once for the whole console: no component names a colour of its own. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...toSurfaces('light'),
    ...toVariables(LIGHT),
    ...toGroups(GROUPS_LIGHT),
    '--harm': '#721b07',
    '--mantine-color-error': LIGHT.alarm,
    '--mantine-color-dimmed': '#5f646a',
  },
  dark: {
    ...toSurfaces('dark'),
    ...toVariables(DARK_SCHEME),
    ...toGroups(GROUPS_DARK_SCHEME),
    '--harm': '#b8402a',
    '--mantine-color-error': DARK_SCHEME.alarm,
    '--mantine-color-anchor': '#b39cf1',
    '--mantine-color-dimmed': '#a2a8ae',
  },
})
