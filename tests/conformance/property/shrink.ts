import { Kind, visit, type ASTNode, type DocumentNode } from 'graphql'
import { keyAlias, typeAlias } from './generate/selection.ts'

/** Tries to leave out parts of a document, one by one, as long as it still fails. Greedy: small, not the smallest. */
export async function shrink(document: DocumentNode, fails: (smaller: DocumentNode) => Promise<boolean>, mostTries = 200): Promise<DocumentNode> {
  let current = document
  let index = 0
  for (let tries = 0; tries < mostTries; tries++) {
    const smaller = without(current, index)
    if (!smaller) break
    if (await fails(smaller)) current = smaller
    else index++
  }
  return current
}

/** The document without its removable part of this number; undefined when there are not so many. */
function without(document: DocumentNode, index: number): DocumentNode | undefined {
  let seen = -1
  const smaller = visit(document, {
    enter: (node, _key, parent) => {
      if (!isRemovable(node, parent)) return undefined
      seen++
      return seen === index ? null : undefined
    },
  }) as DocumentNode
  return seen >= index ? withoutUnused(smaller) : undefined
}

function isRemovable(node: ASTNode, parent: unknown): boolean {
  switch (node.kind) {
    case Kind.FIELD: return ![typeAlias, keyAlias(0), keyAlias(1)].includes(node.alias?.value ?? '') && Array.isArray(parent) && parent.length > 1
    case Kind.FRAGMENT_SPREAD:
    case Kind.INLINE_FRAGMENT: return Array.isArray(parent) && parent.length > 1
    case Kind.ARGUMENT:
    case Kind.DIRECTIVE:
    case Kind.OBJECT_FIELD: return true
    case Kind.INT:
    case Kind.FLOAT:
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.OBJECT: return Array.isArray(parent)
    default: return false
  }
}

/** A fragment that nothing spreads any more would be the next error. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const used = new Set<string>()
  visit(document, { FragmentSpread: (node) => { used.add(node.name.value) } })
  return { ...document, definitions: document.definitions.filter(definition => definition.kind !== Kind.FRAGMENT_DEFINITION || used.has(definition.name.value)) }
}
