import Assessment
import Documents
import Interview
import Maintenance
import Pipeline
import Queries
import Reports
import RoleModels
import Settings

/// Every route of the socket, once: what it is for, what it takes, and what it asks of the caller.
struct RouteTable {
  /// One row: the router, the permissions, the audit log and OpenAPI take theirs from it.
  struct Route: Sendable {
    let method: String
    /// With `{name}` for a part that varies.
    let path: String
    let permission: Permission
    /// The verb as the audit log names it; nil for what only reads.
    let action: String?
    let summary: String
    let parameters: [String]
    /// Whether the route itself writes what was done to the audit log; faults and denials are written for every route.
    let auditsItself: Bool
    /// Whether the answer names submissions to those who may see them, and only counts them for others.
    let namesSubmissions: Bool
    let body: Body
    let answer: Answer

    init(
      _ method: String, _ path: String, _ permission: Permission, action: String? = nil, _ summary: String, _ parameters: [String] = [],
      auditsItself: Bool = false, namesSubmissions: Bool = false, takes body: Body = .none, gives answer: Answer
    ) {
      self.method = method
      self.path = path
      self.permission = permission
      self.action = action
      self.summary = summary
      self.parameters = parameters
      self.auditsItself = auditsItself
      self.namesSubmissions = namesSubmissions
      self.body = body
      self.answer = answer
    }
  }

  /// What is sent with a request.
  enum Body: Sendable {
    case none
    case object(Shape)
    /// A file as it is, of this media type.
    case file(String)
  }

  /// What comes back when all went well.
  enum Answer: Sendable {
    case plain
    case json(Shape)
    /// A page of HTML.
    case page
    /// Sound, in a format that browsers play.
    case sound
    /// One object a line.
    case lines(Shape)
    /// Lines, or a live stream where the caller asks for one.
    case stream(Shape)
  }

  private static let done = Answer.json(Shape(Replies.Done.self))
  private static let work = Answer.json(Shape(Replies.Work.self))
  private static let review = Body.object(Shape(Wishes.Review.self))

  static let routes: [Route] = [
    Route("get", "/healthz", .health, "Whether the process answers.", gives: .plain),
    Route("get", "/readyz", .health, "Whether it can work; the problems otherwise, with status 503.", gives: .plain),
    Route("get", "/metrics", .health, "Counters in Prometheus' text format.", gives: .plain),
    Route("get", "/v1/openapi.json", .health, "This document.", gives: .json(.elsewhere("OpenAPI 3.1"))),
    Route(
      "get", "/v1/status", .health,
      "State, queue, counters, problems; names of submissions only for viewer, reviewer, operator, and for nobody with `names=false`.",
      ["names"], namesSubmissions: true, gives: .json(Shape(StatusDocument.self))),
    Route(
      "get", "/v1/fleet", .health, "The daemons of the store, each by what it last said of itself.", gives: .json(Shape(FleetDocument.self))
    ),
    Route(
      "get", "/v1/queue", .operate, "What waits in the inbox, and for what: the `limit` oldest by name.", ["limit"],
      gives: .json(Shape(QueueDocument.self))),
    Route("get", "/v1/models", .health, "The role models in force.", gives: .json(Shape([ModelDocument].self))),
    Route(
      "get", "/v1/models/{id}", .health, "One role model in force: its figures, its curves, and the rules in words.",
      gives: .json(Shape(RoleModelDocument.self))),
    Route(
      "post", "/v1/models/check", .health, action: "model-check",
      "What is wrong with a role model that is sent as its YAML text, every mistake with its line; changes nothing.",
      takes: .file("application/yaml"), gives: .json(Shape(ModelCheckDocument.self))),
    Route(
      "post", "/v1/models/trial", .evidence, action: "model-trial",
      "Whose scores would change if a role model that is sent as its YAML text took the place of the one with its id: one batch, as a "
        + "rescore's dry run; `next` is where to go on. Changes nothing.", ["after"], takes: .file("application/yaml"),
      gives: .json(Shape(Rescorer.Batch.self))),
    Route(
      "get", "/v1/models/{id}/baseline", .scores, "How each measure spreads over the role's answers, by the frozen baseline's `version`.",
      ["version"], gives: .json(Shape(Baseline.self))),
    Route(
      "get", "/v1/sessions", .scores,
      "Sessions with their scores, from the one after `after`; where others follow, Link names the next page. `since` is a day, a time, or "
        + "so long ago as 7d.", ["state", "role", "candidate", "since", "sort", "after", "limit"],
      gives: .json(Shape([ListedSession].self))),
    Route(
      "get", "/v1/sessions/{id}", .scores,
      "One session: state, score, what should be known of it, its answers' scores. `scale` is that of the texts.",
      ["scale"], gives: .json(Shape(SessionDocument.self))),
    Route(
      "get", "/v1/answers/{id}", .evidence, "The current revision of one answer with its analysis.",
      gives: .json(Shape(AnswerDocument.self))),
    Route(
      "get", "/v1/answers/{id}/explain", .evidence, "Why the answer scored as it did, in words on the `scale`.", ["scale"],
      gives: .json(Shape(ExplanationDocument.self))),
    Route(
      "get", "/v1/answers/{id}/recording", .evidence,
      "The answer's recording, to be heard; with `from` and `to`, in seconds, that stretch of it as WAV. Takes Range. Each hearing is audited.",
      ["from", "to"], auditsItself: true, gives: .sound),
    Route(
      "get", "/v1/answers/{id}/listening", .evidence,
      "What the eye follows while the recording is heard: its envelope, and the transcript's lines with their times and pace.",
      gives: .json(Shape(ListeningDocument.self))),
    Route(
      "post", "/v1/answers/{id}/transcript", .review, action: "correct",
      "Puts what a person heard in place of the transcript: a JSON body with `reviewer`, `reason`, `text`, one line for each line of the "
        + "transcript where their times are to stay. The answer is scored again; both versions are kept.",
      takes: .object(Shape(Wishes.Correction.self)), gives: .json(Shape(ReviewDocument.self))),
    Route(
      "get", "/v1/answers/{id}/reviews", .evidence, "What people decided about the answer, the latest first.",
      gives: .json(Shape([ReviewDocument].self))),
    Route(
      "post", "/v1/answers/{id}/review", .review, action: "review",
      "Adds a review: a JSON body with `reviewer`, `judgement`, `reason`. The score stays.",
      takes: review, gives: .json(Shape(ReviewDocument.self))),
    Route(
      "get", "/v1/sessions/{id}/reviews", .evidence, "What people decided about the session, the latest first.",
      gives: .json(Shape([ReviewDocument].self))),
    Route(
      "post", "/v1/sessions/{id}/review", .review, action: "review",
      "Adds a decision about the session: a JSON body with `reviewer`, `judgement`, `reason`. The scores stay.", takes: review,
      gives: .json(Shape(ReviewDocument.self))),
    Route(
      "get", "/v1/sessions/{id}/report", .evidence,
      "The session as one page of HTML, in the language `lang`, on the `scale`; `for` the candidate: what went well and what to work on. "
        + "With `sound=true` the stretches of lost points stand in it to be heard, and are audited.",
      ["lang", "scale", "for", "sound"], auditsItself: true, gives: .page),
    Route(
      "get", "/v1/sessions/{id}/feedback", .evidence,
      "What the candidate is given: strengths, what to work on, one attempt against another.",
      gives: .json(Shape(FeedbackDocument.self))),
    Route(
      "get", "/v1/answers/{id}/baseline", .evidence, "The answer's measures among its role's answers, by the baseline's `version`.",
      ["version"], gives: .json(.elsewhere("as `intone stats answer --format json` prints it"))),
    Route(
      "get", "/v1/compare", .scores,
      "Sessions (or answers) side by side: `id` for each, on the questions they have in common. Nobody is ranked.", ["id"],
      gives: .json(Shape(ComparisonDocument.self))),
    Route(
      "get", "/v1/stats", .scores,
      "How the questions of each role do, by the scores of one `engine`; with `kept=true` as it was counted in the last ten minutes or so, "
        + "where there are many answers.", ["engine", "kept"],
      gives: .json(Shape(StatisticsDocument.self))),
    Route(
      "get", "/v1/scored", .scores,
      "Everybody that a role model has scored, as sums of scores: what calibrate and fairness hold their files against.",
      ["role", "engine"], gives: .json(Shape(ScoredCandidates.self))),
    Route(
      "post", "/v1/fairness", .scores, action: "fairness",
      "Rates and impact ratios by the groups of a CSV that is sent (candidate, and a column for each attribute) and kept nowhere.",
      ["role", "threshold", "engine"], takes: .file("text/csv"), gives: .json(Shape(FairnessDocument.self))),
    Route(
      "post", "/v1/fairness/ll144", .scores, action: "fairness",
      "Scoring rates and impact ratios as New York City's rule asks for them, by the sex and the race or ethnicity of a CSV that is "
        + "sent and kept nowhere; `sex` and `race` name the columns.",
      ["role", "sex", "race", "keep_small", "engine"], takes: .file("text/csv"), gives: .json(Shape(ScoringRatesDocument.self))),
    Route(
      "post", "/v1/calibration", .scores, action: "calibrate",
      "How a role's scores went with the outcomes of a CSV that is sent (candidate, outcome) and kept nowhere.",
      ["role", "meets", "engine"], takes: .file("text/csv"), gives: .json(Shape(CalibrationDocument.self))),
    Route(
      "get", "/v1/events", .scores,
      "The change feed after a cursor as JSON lines, waiting up to `wait` seconds for the first; or, with Accept: text/event-stream, a live "
        + "stream that resumes by Last-Event-ID.", ["after", "limit", "wait"], gives: .stream(Shape(EventDocument.self))),
    Route(
      "get", "/v1/quarantine", .operate, "What was set aside, with code, cause and what to do.",
      gives: .json(Shape([QuarantineItemDocument].self))),
    Route("post", "/v1/rescan", .operate, action: "rescan", "Looks at the whole inbox now.", gives: .json(Shape(Replies.Rescanned.self))),
    Route(
      "post", "/v1/rescore", .operate, action: "rescore", "Scores one batch of stored answers again; `next` is where to go on.",
      ["role", "session", "after", "dry_run"], auditsItself: true, gives: .json(Shape(Rescorer.Batch.self))),
    Route("post", "/v1/retry", .operate, action: "retry", "Puts back what was set aside.", ["id"], gives: done),
    Route(
      "post", "/v1/sessions/{id}/hold", .operate, action: "hold", "Scores nothing more of the session until it is released.", gives: done),
    Route(
      "post", "/v1/sessions/{id}/release", .operate, action: "release",
      "Lets a held session go on, and puts back what was kept; with `without_manifest=true`, one whose manifest cannot be read.",
      ["without_manifest"],
      gives: .json(Shape(Replies.Released.self))),
    Route(
      "post", "/v1/pause", .operate, action: "pause",
      "Takes no new work until resumed, or `until` a time with its zone; work in progress is finished.", ["until"], gives: work),
    Route(
      "post", "/v1/acknowledge", .operate, action: "acknowledge",
      "Takes what the status tells under `code` (of `about` alone, where that is given) off the list of problems while it lasts; with "
        + "`undo=true` puts it back.", ["code", "about", "undo"], gives: done),
    Route("post", "/v1/resume", .operate, action: "resume", "Takes new work again.", gives: work),
    Route("post", "/v1/drain", .operate, action: "drain", "As pause, before a stop; status says when no work is in progress.", gives: work),
    Route(
      "get", "/v1/webhooks", .operate, "The receivers of the change feed: how far each is, and what was given up.",
      gives: .json(Shape([WebhookPage].self))),
    Route(
      "post", "/v1/webhooks/{id}/retry", .operate, action: "webhook-retry", "Sends what was given up once more.", ["cursor"],
      gives: .json(Shape(Replies.Redelivery.self))),
    Route(
      "post", "/v1/forget", .administer, action: "forget",
      "Erases everything of a candidate, or of one session, and keeps it from coming again: a JSON body with `candidate` or `session`; "
        + "with `dry_run` it only counts; with `in_advance` also an id that nobody ever had is kept from coming.",
      auditsItself: true,
      takes: .object(Shape(Wishes.Erasure.self)), gives: .json(Shape(ReceiptDocument.self))),
    Route(
      "post", "/v1/exports", .administer, action: "export",
      "Writes to the audit log that all that is held of a candidate is about to be given out: a JSON body with `candidate`.",
      auditsItself: true, takes: .object(Shape(Wishes.Export.self)), gives: .json(Shape(Replies.Done.self))),
    Route(
      "post", "/v1/seal", .administer, action: "seal",
      "Seals one step of what was kept before sealing was turned on; `next` is where to go on.", ["after"],
      gives: .json(Shape(SealedBatch.self))),
    Route(
      "get", "/v1/configuration", .administer, "Each key with its value and where that comes from.",
      gives: .json(Shape([SettingDocument].self))),
    Route(
      "post", "/v1/reload", .administer, action: "reload",
      "Reads the configuration and the role models again; all mistakes at once otherwise.",
      gives: .json(Shape(Replies.Reloaded.self))),
    Route(
      "get", "/v1/audit", .administer, "The audit log after a number.", ["after", "limit"], gives: .lines(Shape(AuditLinkDocument.self))),
    Route(
      "get", "/v1/audit/verify", .administer, "Walks the audit log's chain of hashes from end to end.",
      gives: .json(Shape(AuditVerdictDocument.self))
    ),
    Route(
      "get", "/v1/audit/checkpoint", .administer, "The head of the audit log as a signed note, to be kept elsewhere.",
      gives: .json(Shape(CheckpointDocument.self))),
  ]

  /// - Parameter path: as the router writes it, with `:name` or `{name}` for a part that varies.
  static func route(_ method: String, _ path: String) -> Route? {
    let plain = plain(path)
    return routes.first { $0.method == method && $0.path == plain }
  }

  /// `/v1/answers/{id}` for `/v1/answers/:id`.
  static func plain(_ path: String) -> String {
    let parts = path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
    return "/" + parts.joined(separator: "/")
  }
}
