import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The editors in the colours of the page; they follow its theme by custom properties. */
export const editorTheme = EditorView.theme({
  '&': { color: 'var(--ui-text)', backgroundColor: 'transparent', fontSize: '13px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.65' },
  '.cm-content': { caretColor: 'var(--ui-text-highlighted)', paddingBlock: '10px' },
  '&.cm-focused': { outline: 'none' },
  '&:has(.cm-content:focus-visible)': { boxShadow: 'inset 0 0 0 2px var(--focus)' },
  '.cm-gutters': { color: 'var(--ui-text-muted)', backgroundColor: 'transparent', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in oklab, var(--ui-bg-elevated) 60%, transparent)',
  },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'color-mix(in oklab, var(--ui-info) 26%, transparent) !important',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ui-text-highlighted)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--ui-bg)',
    border: '1px solid var(--ui-border)',
    borderRadius: '8px',
    boxShadow: 'var(--shadow-lift)',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '16em' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px !important' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--ui-text-highlighted) !important',
    backgroundColor: 'var(--ui-bg-elevated) !important',
  },
  '.cm-completionDetail': { color: 'var(--ui-text-muted)', fontStyle: 'normal' },
  '.cm-completionInfo': { padding: '8px 10px', maxWidth: '22rem' },
  '.cm-diagnostic': { padding: '6px 10px' },
  '.cm-panels': {
    color: 'var(--ui-text)',
    backgroundColor: 'var(--ui-bg-muted)',
    borderColor: 'var(--ui-border)',
  },
  '.cm-placeholder': { color: 'var(--ui-text-muted)' },
  '.cm-foldPlaceholder': {
    color: 'var(--ui-text-muted)',
    backgroundColor: 'var(--ui-bg-elevated)',
    border: 'none',
  },
})

/** Colours of the syntax. */
export const editorHighlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.definitionKeyword], color: 'var(--horizon-yearly)' },
  { tag: [tags.atom, tags.bool, tags.null], color: 'var(--horizon-weekly)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--horizon-monthly)' },
  { tag: [tags.number, tags.integer, tags.float], color: 'var(--horizon-weekly)' },
  { tag: [tags.propertyName, tags.attributeName], color: 'var(--horizon-quarterly)' },
  {
    tag: [tags.variableName, tags.special(tags.variableName)],
    color: 'var(--ui-text-highlighted)',
  },
  { tag: [tags.typeName, tags.className], color: 'var(--status-completed)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ui-text-muted)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.brace, tags.bracket], color: 'var(--ui-text-muted)' },
])
