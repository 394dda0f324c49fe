-- Seals what a transaction has changed, when it commits: each chain, a goal's or a person's, goes on where it ended, and each
-- row's hash covers the one before it, so that no row can be changed, taken away or put elsewhere without a trace
-- (`npm run audit:verify`). What a row says is covered by a digest with a salt: once both are erased it cannot be guessed,
-- and the chain still holds.
--
-- Takes the changes of one transaction in the order of their chains, and within each in that in which they were made;
-- returns how many. Called under the locks of lock_settlement().
create or replace function settle_history(entries audit_log[]) returns int
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  entry audit_log;
  sealed audit_log[] := '{}';
  chain uuid;
  head private.history_heads;
begin
  foreach entry in array entries loop
    chain := coalesce(entry.goal_id, entry.person_id);
    if head.chain_id is distinct from chain then
      if head.chain_id is not null then
        update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
      end if;
      select * into head from private.history_heads where chain_id = chain;
      if not found then
        insert into private.history_heads (chain_id, seq, hash) values (chain, 0, '') returning * into head;
      end if;
    end if;
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(
      format(
        '%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s',
        entry.number, entry.id, entry.goal_id, entry.person_id, head.seq, entry.actor_id, entry.action, entry.entity,
        entry.entity_id, (extract(epoch from entry.created_at) * 1000000)::bigint, encode(entry.digest, 'hex'), entry.door
      ),
      'UTF8'
    ));
    entry.seq := head.seq;
    entry.hash := head.hash;
    sealed := sealed || entry;
  end loop;
  update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
  -- In one statement, because live queries are told of each.
  insert into audit_log select * from unnest(sealed);
  return cardinality(sealed);
end
$$;
