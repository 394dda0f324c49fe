/** Hasura's experimental features, and what naming one does here. */
const features: Readonly<Record<string, 'in force' | 'always in force' | 'without effect'>> = {
  naming_convention: 'in force',
  no_null_unbound_variable_default: 'in force',
  hide_update_many_fields: 'in force',
  hide_aggregation_predicates: 'in force',
  hide_stream_fields: 'in force',
  inherited_roles: 'always in force',
  streaming_subscriptions: 'always in force',
  optimize_permission_filters: 'always in force',
  apollo_federation: 'without effect',
  bigquery_string_numeric_input: 'without effect',
  disable_native_query_validation: 'without effect',
  disable_postgres_arrays: 'without effect',
  group_by_aggregations: 'without effect',
  remove_empty_subscription_responses: 'without effect',
}

/**
 * @throws Error for a name that Hasura does not know: a misspelt switch would be without effect,
 * unnoticed
 */
export function assertKnownFeatures(names: readonly string[]): void {
  const unknown = names.filter(name => !Object.hasOwn(features, name))
  if (unknown.length === 0) return
  const [found, known] = [unknown.map(name => `"${name}"`), Object.keys(features)].map(names =>
    names.join(', '),
  )
  throw new Error(`unknown experimental feature ${found}; known are ${known}`)
}

/** Lines for the operator: of those features, the ones that this engine does not have. */
export function featuresWithoutEffect(names: readonly string[]): readonly string[] {
  return names
    .filter(name => features[name] === 'without effect')
    .map(name => `the experimental feature "${name}" has no effect in this engine`)
}
