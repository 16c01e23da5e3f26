-- The languages of cases with their categories. Without them the planner takes each language for one case in two hundred,
-- and sorts all cases of a frequent one instead of reading a list in its order. Analysed at once: autovacuum comes later.
create statistics review_case_languages (mcv) on (lower(language)), category from review_case;
analyze review_case;
