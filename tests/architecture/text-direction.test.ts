import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NodeTypes, type ElementNode, type TemplateChildNode } from '@vue/compiler-dom'
import { parse } from 'vue/compiler-sfc'
import { expect, test } from 'vitest'
import { root, writtenFiles } from './source-files.ts'

/** Texts that people wrote: titles, names, notes and the like, as templates reach them. */
const writtenByPeople =
  /\w\??\.(title|name|username|notes|description|success_criteria)\b|^(name|firstName|personName)$/

/** Labels of this project, which are no person's text. */
const ours =
  /^(group|choice|shown|shortcut|period|face|column|rule|currentPeriod\([^)]*\))\.(title|name)$/

const components = writtenFiles().filter(file =>
  /^app\/(?!components\/playground\/).*\.vue$/.test(file),
)

test('every text that somebody wrote finds its own direction: it stands in a bdi or in dir="auto"', () => {
  const found = components.flatMap(file =>
    childrenOf(file)
      .flatMap(node => undirected(node, false))
      .map(text => `${file}: {{ ${text} }}`),
  )
  expect(found).toEqual([])
})

test('every field for text has dir="auto"', () => {
  const found = components.flatMap(file =>
    elementsOf(childrenOf(file))
      .filter(element => isTextField(element) && !isDirected(element))
      .map(element => `${file}:${element.loc.start.line}: <${element.tag}>`),
  )
  expect(found).toEqual([])
})

function childrenOf(file: string): TemplateChildNode[] {
  return parse(readFileSync(path.join(root, file), 'utf8')).descriptor.template?.ast?.children ?? []
}

function undirected(node: TemplateChildNode, within: boolean): string[] {
  if (node.type === NodeTypes.INTERPOLATION) {
    const text = node.content.loc.source.trim()
    return !within && writtenByPeople.test(text) && !ours.test(text) ? [text] : []
  }
  if (node.type !== NodeTypes.ELEMENT) return []
  return node.children.flatMap(child => undirected(child, within || isDirected(node)))
}

function isDirected(element: ElementNode): boolean {
  return element.tag === 'bdi' || attribute(element, 'dir') === 'auto'
}

function isTextField(element: ElementNode): boolean {
  const type = attribute(element, 'type') ?? 'text'
  if (element.tag === 'textarea') return true
  const renders = element.props.some(
    prop => prop.type === NodeTypes.DIRECTIVE && prop.loc.source.includes('\'textarea\''),
  )
  return renders || (element.tag === 'input' && ['text', 'search'].includes(type))
}

function attribute(element: ElementNode, name: string): string | undefined {
  const found = element.props.find(prop => prop.type === NodeTypes.ATTRIBUTE && prop.name === name)
  return found?.type === NodeTypes.ATTRIBUTE ? found.value?.content : undefined
}

function elementsOf(nodes: readonly TemplateChildNode[]): ElementNode[] {
  return nodes.flatMap(node =>
    node.type === NodeTypes.ELEMENT ? [node, ...elementsOf(node.children)] : [],
  )
}
