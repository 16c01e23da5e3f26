-- Channels to PagerDuty and Opsgenie, which take alerts with a key that they issued; `channel.secret` has that key.
alter table channel
  drop constraint channel_kind_check,
  add constraint channel_kind_check
    check (kind in ('configured', 'webhook', 'slack', 'mail', 'pagerduty', 'opsgenie')) not valid,
  add constraint channel_key_check check (kind not in ('pagerduty', 'opsgenie') or secret is not null) not valid;
