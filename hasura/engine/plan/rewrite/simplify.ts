import { belowParent } from './drop-implied.ts'
import { withJoinedRows } from './share-joins.ts'
import type { RootField, RowSet, SelectAggregate, SelectField, SelectRows } from '../types.ts'

/** A root field, and everything below it, without conditions and searches that are there twice. */
export function simplified(field: RootField): RootField {
  switch (field.kind) {
    case 'rows':
      return { ...field, rows: simplifiedRows(field.rows) }
    case 'aggregate':
      return { ...field, aggregate: simplifiedAggregate(field.aggregate) }
    case 'namespace':
      return { ...field, fields: field.fields.map(simplified) }
    case 'json':
      return field
  }
}

function simplifiedRows(select: SelectRows): SelectRows {
  return withJoinedRows({
    ...select,
    fields: select.fields.map(field => simplifiedField(field, select.rows)),
  })
}

function simplifiedAggregate(select: SelectAggregate): SelectAggregate {
  return {
    ...select,
    parts: select.parts.map(part =>
      part.kind === 'nodes'
        ? { ...part, fields: part.fields.map(field => simplifiedField(field, select.rows)) }
        : part,
    ),
  }
}

function simplifiedField(field: SelectField, parent: RowSet): SelectField {
  switch (field.kind) {
    case 'rows':
      return {
        ...field,
        rows: simplifiedRows({ ...field.rows, rows: belowParent(field.rows.rows, parent) }),
      }
    case 'aggregate':
      return {
        ...field,
        aggregate: simplifiedAggregate({
          ...field.aggregate,
          rows: belowParent(field.aggregate.rows, parent),
        }),
      }
    default:
      return field
  }
}
