-- Seals what a transaction has changed, when it commits: each chain, a goal's or a person's, goes on where it ended, and each
-- row's hash covers the one before it, so that no row can be changed, taken away or put elsewhere without a trace
-- (`npm run audit:verify`). What a row says is covered by a digest with a salt: once both are erased it cannot be guessed,
-- and the chain still holds.
--
-- Takes the changes of one transaction in the order of their chains, and within each in that in which they were made.
-- Called under the locks of lock_settlement().
create or replace function settle_history(changes private.unsealed_changes[]) returns void
  language plpgsql
  set search_path = pg_catalog, public, pg_temp
  set enable_seqscan = off
as $$
declare
  at constant bigint := extract(epoch from now()) * 1000000;
  change private.unsealed_changes;
  chain uuid;
  entry_id uuid;
  entry_number bigint;
  entry audit_log;
  entries audit_log[] := '{}';
  head private.history_heads;
  salt uuid;
  digest bytea;
  gone_goals uuid[] := '{}';
  gone_people uuid[] := '{}';
begin
  foreach change in array changes loop
    chain := coalesce(change.goal_id, change.person_id);
    if head.chain_id is distinct from chain then
      if head.chain_id is not null then
        update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
      end if;
      select * into head from private.history_heads where chain_id = chain;
      if not found then
        insert into private.history_heads (chain_id, seq, hash) values (chain, 0, '') returning * into head;
      end if;
    end if;
    entry_id := gen_random_uuid();
    entry_number := nextval('audit_log_number_seq');
    salt := gen_random_uuid();
    digest := sha256(uuid_send(salt) || convert_to(change.difference::text, 'UTF8'));
    head.seq := head.seq + 1;
    head.hash := sha256(head.hash || convert_to(
      format(
        '%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s',
        entry_number, entry_id, change.goal_id, change.person_id, head.seq, change.actor_id, change.action, change.entity,
        change.entity_id, at, encode(digest, 'hex'), change.door
      ),
      'UTF8'
    ));
    entry := row(
      entry_id, entry_number, change.goal_id, change.person_id, head.seq, change.actor_id, change.door, change.action,
      change.entity, change.entity_id, change.difference, salt, digest, head.hash, now()
    );
    entries := entries || entry;
    if change.action = 'delete' and change.entity = 'goals' then
      gone_goals := gone_goals || chain;
    elsif change.action = 'delete' and change.entity = 'users' then
      gone_people := gone_people || chain;
    end if;
  end loop;
  update private.history_heads set seq = head.seq, hash = head.hash where chain_id = head.chain_id;
  -- In one statement, because live queries are told of each.
  insert into audit_log select * from unnest(entries);
  if gone_goals <> '{}' or gone_people <> '{}' then
    perform erase_history(gone_goals, gone_people);
  end if;
end
$$;
