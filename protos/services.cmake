# Every proto with a service, in the order of the knowledge between them.
set(service_protos
  rasoat/registry/v1/areas.proto
  rasoat/registry/v1/households.proto
  rasoat/registry/v1/forms.proto
  rasoat/registry/v1/surveys.proto
  rasoat/registry/v1/survey_drafts.proto
  rasoat/registry/v1/survey_reviews.proto
  rasoat/registry/v1/attachments.proto
  rasoat/registry/v1/registry_feed.proto
  rasoat/scoring/v1/standards.proto
  rasoat/scoring/v1/scoring.proto
  rasoat/scoring/v1/scoring_feed.proto
  rasoat/workflow/v1/rounds.proto
  rasoat/workflow/v1/preparation.proto
  rasoat/workflow/v1/staff.proto
  rasoat/workflow/v1/workflow_feed.proto
  rasoat/reporting/v1/progress.proto)
