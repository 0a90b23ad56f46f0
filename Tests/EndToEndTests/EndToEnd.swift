import Testing

/// The real daemon on real directories. One at a time: the scenarios share two cores with everything else.
@Suite(.serialized, .timeLimit(.minutes(5)))
enum `From the inbox to the store` {}
