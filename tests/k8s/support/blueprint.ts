import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse, type CollectionTag, type ScalarTag, type YAMLSeq } from 'yaml'
import { k8s } from './render.ts'

/** A value that Authentik finds when it applies the blueprint, such as `!Env NAME`. */
export class Tagged {
  readonly tag: string
  readonly content: unknown

  constructor(tag: string, content: unknown) {
    this.tag = tag
    this.content = content
  }
}

/** One object that the blueprint makes or updates. */
export interface Entry {
  readonly model: string
  readonly id?: string
  readonly identifiers?: Record<string, unknown>
  readonly attrs?: Record<string, unknown>
}

/** The blueprint's entries, tags kept as `Tagged`. */
export function readBlueprint(): Entry[] {
  const text = readFileSync(
    path.join(k8s, 'components', 'authentik', 'blueprint', 'goals.yaml'),
    'utf8',
  )
  const { entries } = parse(text, { customTags: [...scalarTags, ...sequenceTags] }) as {
    entries: Entry[]
  }
  return entries
}

/** The only entry of a model. */
export function only(entries: readonly Entry[], model: string, name?: string): Entry {
  const [entry, ...others] = entries.filter(
    entry => entry.model === model && (name === undefined || entry.identifiers?.name === name),
  )
  if (!entry || others.length > 0)
    throw new Error(`The blueprint has ${entry ? 'more than one' : 'no'} ${model} ${name ?? ''}`)
  return entry
}

const scalarTags = ['!Env', '!File', '!KeyOf'].map((tag): ScalarTag => ({
  tag,
  resolve: text => new Tagged(tag, text),
}))

const sequenceTags = ['!Find', '!Format'].map((tag): CollectionTag => ({
  tag,
  collection: 'seq',
  resolve: sequence => new Tagged(tag, (sequence as YAMLSeq).toJSON()),
}))
