// The report as one self-contained page: no script, no request to anywhere.
import type { Report, ReportedCell, ReportedPermission } from './report.ts'
import { closingLine, engineLine } from './report.ts'

/** The page. Every text is escaped. */
export function htmlOf(report: Report): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Who may touch what</title><style>${style}</style></head>
<body><main>
<h1>Who may touch what</h1>
<p><strong>${escape(closingLine(report.summary))}</strong>: ${report.summary.allowed} things allowed as intended, ${report.summary.denied} denied as intended. Probed ${escape(engineLine(report))}, ${escape(report.when)}.</p>
<h2>Rules</h2>
<ul>${report.rules.map(({ rule, findings }) => `<li class="${findings.length === 0 ? 'holds' : 'broken'}">${findings.length === 0 ? '✓' : '✗'} ${escape([rule, ...findings].join(': '))}</li>`).join('')}</ul>
<h2>Permissions</h2>
<table><thead><tr><th>Table</th><th>Role</th><th>Operation</th><th>Columns</th><th>Which rows</th></tr></thead><tbody>${report.permissions.map(permissionRow).join('')}</tbody></table>
<h2>Live probes</h2>
<p>Each figure is the number of rows, columns or objects that were allowed / denied as intended.</p>
${groupBy(report.cells, cell => cell.transport)
  .map(([transport, cells]) => `<h3>Over ${escape(transport)}</h3>${matrix(cells)}`)
  .join('')}
</main></body></html>
`
}

function permissionRow(permission: ReportedPermission): string {
  const presets = Object.entries(permission.presets).map(
    ([column, value]) => `${column} = ${String(value)}`,
  )
  const rows = (
    [
      ['rows', 'filter'],
      ['new rows', 'check'],
    ] as const
  )
    .filter(([, part]) => permission.words[part] !== undefined)
    .map(
      ([title, part]) =>
        `<p><em>${title}</em>: ${escape(permission.words[part]!)}</p>${permission.sql[part] ? `<details><summary>SQL</summary><pre>${escape(permission.sql[part])}</pre></details>` : ''}`,
    )
  return `<tr><th scope="row">${escape(permission.table)}</th><td>${escape(permission.role)}</td><td>${permission.operation}</td>
<td>${escape(permission.columns.join(', '))}${presets.length > 0 ? `<p><em>preset</em>: ${escape(presets.join(', '))}</p>` : ''}</td><td>${rows.join('')}</td></tr>`
}

function matrix(cells: readonly ReportedCell[]): string {
  const operations = [...new Set(cells.map(cell => cell.operation))]
  return groupBy(cells, cell => cell.table)
    .map(
      ([table, ofTable]) =>
        `<table><caption>${escape(table)}</caption><thead><tr><th>Person</th>${operations.map(operation => `<th>${escape(operation)}</th>`).join('')}</tr></thead><tbody>${groupBy(
          ofTable,
          cell => cell.person,
        )
          .map(
            ([person, row]) =>
              `<tr><th scope="row" title="${escape(row[0]!.relation)}">${escape(person)}</th>${operations.map(operation => verdict(row.find(cell => cell.operation === operation))).join('')}</tr>`,
          )
          .join('')}</tbody></table>`,
    )
    .join('')
}

function verdict(cell: ReportedCell | undefined): string {
  if (!cell) return '<td aria-label="does not exist">·</td>'
  const broken = cell.problems.length > 0
  return `<td class="${broken ? 'broken' : 'holds'}"${broken ? ` title="${escape(cell.problems.join('\n'))}"` : ''}>${broken ? '✗' : '✓'} ${cell.allowed}/${cell.denied}</td>`
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups]
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const style = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}main{max-width:80rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0 2rem;display:block;overflow-x:auto}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.35rem .6rem;text-align:left;vertical-align:top}
td p{margin:0 0 .25rem}.holds{color:light-dark(#166534,#86efac)}.broken{background:light-dark(#fee2e2,#7f1d1d);font-weight:600}pre{white-space:pre-wrap;margin:.25rem 0}`
