/** Where a removed element stood. */
interface Place {
  parent: Element
  next: Node | null
  previous: Node | null
}

/** Finds who gets the focus of an element that is gone. */
export interface FocusMemory {
  /** Takes in what changed in the document. */
  note: (records: readonly MutationRecord[]) => void
  /** The element that takes over from `lost`; `undefined` when only the page itself is left. */
  successorOf: (lost: Element) => HTMLElement | undefined
}

const focusable =
  'a[href], :is(button, input, textarea, select):not(:disabled), summary, [tabindex]'
const listRow = 'li, tr, [role="listitem"], [role="treeitem"]'

/** Siblings beyond these are not looked at. */
const maxSiblings = 1000

/** Longer chains of elements that went one after the other are not followed. */
const maxSteps = 10

/**
 * Remembers where elements were removed, and what had the focus when an element was added: what
 * opened it.
 *
 * A row of a list is followed by its neighbour, at the control in the same place of the row;
 * anything else by what opened it, by what came in its place, or by its neighbour. A page that goes
 * has no successor.
 */
export function createFocusMemory(): FocusMemory {
  const places = new WeakMap<Node, Place>()
  const openers = new WeakMap<Node, Element>()

  function note(records: readonly MutationRecord[]): void {
    const focused = document.activeElement
    for (const {
      type,
      target,
      addedNodes,
      removedNodes,
      nextSibling,
      previousSibling,
    } of records) {
      if (type !== 'childList' || !(target instanceof Element)) continue
      const place = { parent: target, next: nextSibling, previous: previousSibling }
      for (const node of removedNodes) places.set(node, place)
      if (!focused || focused === document.body) continue
      for (const node of addedNodes) if (!node.contains(focused)) openers.set(node, focused)
    }
  }

  function successorOf(lost: Element): HTMLElement | undefined {
    return follow(lost, 0)
  }

  function follow(lost: Element, steps: number): HTMLElement | undefined {
    if (lost.isConnected) return lost instanceof HTMLElement ? lost : undefined
    const root = lost.getRootNode()
    if (steps > maxSteps || !(root instanceof Element) || root.querySelector('h1')) return undefined
    const neighbour = () => neighbourOf(root, lost, steps)
    const opener = openers.get(root)
    const opened = () => opener && follow(opener, steps + 1)
    return root.matches(listRow) ? (neighbour() ?? opened()) : (opened() ?? neighbour())
  }

  function neighbourOf(root: Element, lost: Element, steps: number): HTMLElement | undefined {
    const place = places.get(root)
    // Dialogs and messages lie beside the page, and are no neighbours of it.
    if (!place || isAroundContent(place.parent)) return undefined
    if (!place.parent.isConnected) return follow(place.parent, steps + 1)
    const widget = place.parent.closest<HTMLElement>('[role="tree"]')
    if (widget) return widget
    const index = controlsIn(root).indexOf(lost as HTMLElement)
    const neighbour = standing(place, 'nextSibling') ?? standing(place, 'previousSibling')
    return neighbour ? controlIn(neighbour, index) : nearestControl(place.parent)
  }

  /**
   * The nearest element in one direction that still stands there; removed ones know their own
   * neighbour.
   */
  function standing(
    { parent, next, previous }: Place,
    direction: 'nextSibling' | 'previousSibling',
  ): Element | undefined {
    const forwards = direction === 'nextSibling'
    let node = forwards ? next : previous
    for (let step = 0; node && step < maxSiblings; step++) {
      const stands = node.parentNode === parent
      if (stands && node instanceof Element && controlIn(node, 0)) return node
      const place = places.get(node)
      node = stands ? node[direction] : ((forwards ? place?.next : place?.previous) ?? null)
    }
    return undefined
  }

  return { note, successorOf }
}

/** The first control of the smallest part of the page around an element that has any. */
function nearestControl(element: Element): HTMLElement | undefined {
  let part: Element | null = element
  while (part && !controlIn(part, 0)) part = part.parentElement
  return part && !isAroundContent(part) ? controlIn(part, 0) : undefined
}

function isAroundContent(element: Element): boolean {
  return element.contains(document.getElementById('content'))
}

function controlIn(element: Element, index: number): HTMLElement | undefined {
  const controls = controlsIn(element).filter(control => control.tabIndex >= 0)
  return controls[Math.min(Math.max(index, 0), controls.length - 1)]
}

function controlsIn(element: Element): HTMLElement[] {
  const inside = [...element.querySelectorAll<HTMLElement>(focusable)]
  return element instanceof HTMLElement && element.matches(focusable)
    ? [element, ...inside]
    : inside
}
