import { createHash } from 'node:crypto'

const DEFAULT_COLOUR = '#1b4d6b'
const DARK_TEXT = '#111111'
const LIGHT_TEXT = '#ffffff'
/** The luminance above which black text has more contrast than white (WCAG 2.2, relative luminance). */
const LUMINANCE_OF_EQUAL_CONTRAST = 0.179

/** The style of every page for people outside, in the platform's colour. */
export interface PageStyle {
  readonly css: string
  /** The security policy that allows this style and nothing else: no script, no picture, no other site. */
  readonly policy: string
}

/** Makes the style once: the policy names its hash. */
export function makeStyle(colour = DEFAULT_COLOUR): PageStyle {
  const css = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0 }
header { background: ${colour}; color: ${textOn(colour)} }
header > div, main { max-width: 40rem; margin: 0 auto; padding: .75rem 1rem }
header > div { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: center }
header p { margin: 0; font-weight: 600; overflow-wrap: anywhere }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0; padding: 0; list-style: none }
nav a { display: inline-block; padding: .25rem .5rem; min-height: 1.5rem; color: inherit }
nav a[aria-current] { font-weight: 600; text-decoration: none }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.5rem 0 1rem }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem }
main { overflow-wrap: anywhere }
label, legend { display: block; font-weight: 600; margin-top: 1.25rem }
fieldset { border: 0; margin: 1.25rem 0 0; padding: 0 }
legend { margin: 0; padding: 0 }
.choice { display: flex; gap: .5rem; align-items: flex-start; margin-top: .5rem }
.choice label { font-weight: 400; margin: 0 }
.choice input { min-width: 1.5rem; min-height: 1.5rem; margin: 0 }
.hint, dd { margin: .125rem 0 .25rem }
input:not([type=checkbox], [type=radio]), textarea, select { box-sizing: border-box; width: 100%; padding: .5rem; font: inherit }
textarea { min-height: 8rem }
button, .button { display: inline-block; margin-top: 1.5rem; padding: .625rem 1.25rem; border: 2px solid transparent; border-radius: .25rem;
  font: inherit; font-weight: 600; text-decoration: none; background: ${colour}; color: ${textOn(colour)} }
.fault { border-inline-start: .25rem solid; padding-inline-start: .75rem; margin: .25rem 0 }
.faults { border: 2px solid; padding: .75rem 1rem; margin: 1rem 0 }
.reference { font-size: 1.25rem; font-weight: 600 }
dt { font-weight: 600; margin-top: .75rem }
dd { margin-inline-start: 0 }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px }`
  return { css, policy: policyOf(css) }
}

const policyOf = (css: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Returns black or white, whichever is easier to read on a colour. */
export function textOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > LUMINANCE_OF_EQUAL_CONTRAST ? DARK_TEXT : LIGHT_TEXT
}
