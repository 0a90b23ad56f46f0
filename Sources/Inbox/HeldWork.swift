import Interview

/// What a claim holds.
struct HeldWork: Sendable {
  let root: Int
  let unit: Unit
  let files: [HeldFile]
  var submission: Submission
  /// By the monotonic clock.
  let since: Double
  let open: OpenRoot
}
