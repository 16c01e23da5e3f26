-- A report has the subject of its case, so its queries by subject read the reports of the cases of that subject.
-- accepted: the previous version reads reports by subject for deletions and samples alone, and waits longer for them.
drop index report_subject;
