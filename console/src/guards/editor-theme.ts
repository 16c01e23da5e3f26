import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const HEIGHT_MAX = '70vh'

/** The look of the editor, in the colours of the console, so that it follows the light and the dark theme. */
export const EDITOR_THEME: Extension = [
  EditorView.theme({
    '&': {
      fontSize: '12.5px',
      border: '1px solid var(--surface-line)',
      borderRadius: 'var(--mantine-radius-sm)',
      backgroundColor: 'var(--mantine-color-body)',
      color: 'var(--mantine-color-text)',
    },
    '&.cm-focused': { outline: '2px solid var(--mantine-primary-color-filled)', outlineOffset: '1px' },
    '.cm-scroller': {
      fontFamily: 'var(--mantine-font-family-monospace)',
      lineHeight: '1.55',
      // Each character of a condition is shown as it is stored.
      fontVariantLigatures: 'none',
      maxHeight: HEIGHT_MAX,
      minHeight: '24rem',
    },
    '.cm-content': { caretColor: 'var(--mantine-color-text)' },
    '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
    '.cm-gutters': {
      backgroundColor: 'transparent',
      color: 'var(--mantine-color-dimmed)',
      borderRight: '1px solid var(--surface-line)',
    },
    '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--mantine-color-text) 5%, transparent)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'color-mix(in srgb, var(--mantine-primary-color-filled) 28%, transparent) !important',
    },
    '.cm-tooltip': {
      backgroundColor: 'var(--mantine-color-body)',
      color: 'var(--mantine-color-text)',
      border: '1px solid var(--surface-line)',
      borderRadius: 'var(--mantine-radius-sm)',
    },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      backgroundColor: 'var(--mantine-primary-color-filled)',
      color: 'var(--mantine-primary-color-contrast)',
    },
    '.cm-completionInfo': { maxWidth: '28rem' },
    '.cm-changedLine, .cm-insertedLine': {
      backgroundColor: 'color-mix(in srgb, var(--state-safe) 12%, transparent) !important',
    },
    '.cm-deletedChunk': { backgroundColor: 'color-mix(in srgb, var(--state-alarm) 10%, transparent) !important' },
    '.cm-collapsedLines': {
      background: 'none',
      backgroundColor: 'color-mix(in srgb, var(--mantine-color-text) 6%, transparent)',
      color: 'var(--mantine-color-text)',
    },
    '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '""' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], fontWeight: '600' },
      { tag: [tags.string, tags.content], color: 'var(--mantine-color-text)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--state-clock)' },
      { tag: tags.quote, color: 'var(--state-safe)' },
      { tag: tags.comment, color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
    ]),
  ),
]
