import { autocompletion, type Completion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, foldGutter, foldKeymap } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { Compartment, EditorState, type Extension, type Text as Lines } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { FactRow, PoliciesAnswer } from '../api/shapes.ts'
import { titleOf } from '../components/format-action.ts'
import { policiesQuery } from '../components/policies-query.ts'
import { words } from '../words/words.ts'
import { EDITOR_THEME } from './editor-theme.ts'

/** An error at a place of the text, as the desk's validator reports it. */
export interface Problem {
  line: number
  column: number
  message: string
}

export interface CodeEditorProps {
  label: string
  value: string
  /** The text in force, which the differences refer to. */
  inForce: string
  showsDifferences: boolean
  /** The errors, which are marked in place. Left out: none are known. */
  problems?: readonly Problem[]
  /** The facts whose names are completed. Left out: none. */
  facts?: readonly FactRow[]
  /** The line at which the cursor is placed, once for each object. */
  goTo?: { line: number } | undefined
  /** Called after the cursor was placed. */
  onWent?: () => void
  /** Left out: the text is only read. */
  onChange?: (text: string) => void
}

const NO_PROBLEMS: readonly Problem[] = []
const NO_FACTS: readonly FactRow[] = []

/**
 * An editor for a policy file: it marks the errors in place, completes the names of facts and of the organisation's own
 * actions, and shows the differences to the text in force. Tab leaves the editor, so that no keyboard user is caught in
 * it.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { label, value, inForce, showsDifferences, problems = NO_PROBLEMS, facts = NO_FACTS, goTo } = props
  const { onChange, onWent } = props
  const policies = useQuery(policiesQuery).data?.policies
  const own = useRef<readonly OwnAction[]>([])
  useEffect(() => {
    own.current = policies?.flatMap(({ ownActions }) => ownActions) ?? []
  }, [policies])
  const parent = useRef<HTMLDivElement>(null)
  const shown = useRef<EditorView>(null)
  const differences = useRef(new Compartment())
  const changed = useEffectEvent((text: string) => onChange?.(text))
  const went = useEffectEvent(() => onWent?.())
  const start = useEffectEvent(() =>
    EditorState.create({
      doc: value,
      extensions: [
        baseExtensions(label, { facts: () => facts, own: () => own.current }),
        EditorState.readOnly.of(onChange === undefined),
        differences.current.of(differencesTo(inForce, showsDifferences)),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
      ],
    }),
  )
  useEffect(() => {
    if (parent.current === null) return
    const view = new EditorView({ state: start(), parent: parent.current })
    shown.current = view
    return () => view.destroy()
  }, [])
  useEffect(() => {
    const view = shown.current
    if (view === null || view.state.doc.toString() === value) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [value])
  useEffect(() => {
    shown.current?.dispatch({
      effects: differences.current.reconfigure(differencesTo(inForce, showsDifferences)),
    })
  }, [inForce, showsDifferences])
  useEffect(() => {
    const view = shown.current
    if (view === null) return
    view.dispatch(
      setDiagnostics(
        view.state,
        problems.map((problem) => toDiagnostic(problem, view.state.doc)),
      ),
    )
  }, [problems])
  useEffect(() => {
    const view = shown.current
    if (view === null || goTo === undefined) return
    const { from } = view.state.doc.line(Math.min(Math.max(goTo.line, 1), view.state.doc.lines))
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'start' }) })
    view.focus()
    went()
  }, [goTo])
  return <div ref={parent} className="code-editor" />
}

/** An action that the organisation declares. */
type OwnAction = PoliciesAnswer['policies'][number]['ownActions'][number]
interface Completed {
  facts: () => readonly FactRow[]
  own: () => readonly OwnAction[]
}

const baseExtensions = (label: string, { facts, own }: Completed): Extension => [
  lineNumbers(),
  foldGutter(),
  lintGutter(),
  history(),
  drawSelection(),
  bracketMatching(),
  highlightActiveLine(),
  yaml(),
  autocompletion({ override: [completeFacts(facts), completeActions(own)] }),
  keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
  EditorView.lineWrapping,
  EditorState.phrases.of(phrases()),
  // Its long lines scroll, so its content must be a stop of the Tab key by itself.
  EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
  EDITOR_THEME,
]

/** The texts of the editor's own controls, in the language of the console. */
const phrases = (): Record<string, string> => ({
  '$ unchanged lines': words.guards.editor.unchanged,
  'Fold line': words.guards.editor.fold,
  'Unfold line': words.guards.editor.unfold,
  'folded code': words.guards.editor.folded,
  Completions: words.guards.editor.completions,
})

const differencesTo = (original: string, isShown: boolean): Extension =>
  isShown ? unifiedMergeView({ original, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 8 } }) : []

/** Completes the names of facts, such as account.reach, with their type and meaning. */
const completeFacts = (facts: () => readonly FactRow[]) => (context: CompletionContext) => {
  const word = context.matchBefore(/[a-z][\w.]*/)
  if (word === null || (word.text.length < 2 && !context.explicit)) return null
  return { from: word.from, options: facts().map(toCompletion), validFor: /^[\w.]*$/ }
}

/** Completes the ids of the organisation's own actions, such as payout-hold, with their titles. */
const completeActions = (own: () => readonly OwnAction[]) => (context: CompletionContext) => {
  const word = context.matchBefore(/[a-z][\w-]*/)
  if (word === null || (word.text.length < 2 && !context.explicit)) return null
  const titles = new Map(own().map(({ id, title }) => [id, titleOf(title)]))
  const options = Array.from(titles, ([label, detail]): Completion => ({ label, detail, type: 'constant' }))
  return { from: word.from, options, validFor: /^[\w-]*$/ }
}

const toCompletion = ({ name, type, unit, doc }: FactRow): Completion => ({
  label: name,
  type: 'variable',
  detail: unit ? `${type}, ${unit}` : type,
  info: doc,
})

/** Marks the rest of the line at which the validator found an error. */
function toDiagnostic({ line, column, message }: Problem, doc: Lines): Diagnostic {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return { from: Math.min(at.from + Math.max(column - 1, 0), at.to), to: at.to, severity: 'error', message }
}
