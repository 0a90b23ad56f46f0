import Interview

/// What a claim holds.
struct ClaimedWork: Sendable {
  let root: Int
  let unit: WorkItem
  let files: [ClaimedFile]
  var submission: Submission
  /// By the monotonic clock.
  let since: Double
  let open: OpenRoot
}
