// All that must hold of the permission model and that no request can show, as one list.
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'
import { databaseRules, type Deployed } from './database.ts'
import { exposureRules } from './exposure.ts'
import { permissionRules } from './permissions.ts'
import type { RuleVerdict } from './rule.ts'

/** What is wrong with the permissions alone, each as a sentence; empty when all rules hold. */
export function lintPermissions(metadata: MetadataDocument): string[] {
  return permissionRules.flatMap(({ findings }) => findings(metadata))
}

/** Every rule with what it finds in metadata and in the database behind it. */
export async function lint(deployed: Deployed): Promise<RuleVerdict[]> {
  const aboutMetadata = [...permissionRules, ...exposureRules].map(({ name, findings }) => ({
    rule: name,
    findings: findings(deployed.metadata),
  }))
  const aboutDatabase = databaseRules.map(async ({ name, findings }) => ({
    rule: name,
    findings: await findings(deployed),
  }))
  return [...aboutMetadata, ...(await Promise.all(aboutDatabase))]
}

/** The list for people, a line each, and the count: `lint: 19 of 19 rules hold`. */
export function lintLines(verdicts: readonly RuleVerdict[]): string[] {
  const lines = verdicts.flatMap(({ rule, findings }) => [
    `${findings.length === 0 ? '✓' : '✗'} ${rule}`,
    ...findings.map(finding => `    ${finding}`),
  ])
  return [
    ...lines,
    `lint: ${verdicts.filter(({ findings }) => findings.length === 0).length} of ${verdicts.length} rules hold`,
  ]
}
