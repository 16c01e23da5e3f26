create or replace trigger check_campaign_sample before update on campaign_sample for each row execute function check_campaign_sample();

create or replace trigger check_campaign before insert or update on campaign for each row execute function check_campaign();

create or replace trigger check_campaign_item before insert on campaign_item for each row execute function check_campaign_item();
