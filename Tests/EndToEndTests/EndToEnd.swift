import Testing

// The real daemon on real directories. Two at a time, one of each suite: most of a scenario is spent waiting, and the scenarios share
// two cores with everything else.

/// What becomes of files: arrival, scoring, failure, crash, retention.
@Suite(.serialized, .timeLimit(.minutes(5)))
enum `From the inbox to the store` {}

/// What is asked of a daemon that runs: verbs, routes, documents, webhooks, a fleet.
@Suite(.serialized, .timeLimit(.minutes(5)))
enum `What people and programs ask` {}
