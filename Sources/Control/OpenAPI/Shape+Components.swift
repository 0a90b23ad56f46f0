import Inbox
import Interview
import Store

extension Shape {
  /// The objects that the socket gives out, under the names by which the document speaks of them.
  static let components: KeyValuePairs<String, Shape> = [
    "Bilingual": bilingual, "Problem": problem, "Fault": fault, "Status": status, "Queue": .object(queue + queueItems), "Model": model,
    "ListedSession": .object(session + listed), "SessionScorecard": scorecard, "Answer": answer, "Explanation": explanation,
    "Review": review, "Comparison": comparison, "Statistics": statistics, "Scored": scored,
    "Event": event, "SetAside": setAside, "Rescored": rescored, "Webhook": .object(webhook + webhookLetters), "Receipt": receipt,
    "AuditLink": auditLink, "AuditVerdict": auditVerdict, "Setting": setting,
  ]

  private static let span = Shape.list(.number)
  private static let points = Shape.orNull(.number)
  private static let optionalText = Shape.orNull(.text)
  private static let optionalCount = Shape.orNull(.count)
  private static let words = Shape.named("Bilingual")

  private static let bilingual = Shape.object([.init("zh", .text), .init("en", .text)])

  private static let problem = Shape.object([
    .init("type", .text), .init("title", .text), .init("status", .integer(least: 400)), .init("detail", .text), .init("code", .text),
    .init("action", words), .init("cause", words),
  ])

  private static let fault = Shape.object([
    .init("code", .text), .init("about", .text), .init("cause", words), .init("detail", .text), .init("action", words),
  ])

  private static let queue: [Member] = [
    .init("waiting", .count), .init("settling", .count), .init("denied", .count), .init("awaiting_transcript", .count),
    .init("awaiting_recording", .count), .init("backing_off", .count), .init("ready", .count), .init("blocked", .count),
    .init("held", .count), .init("oldest_age_s", .orNull(.number)),
    .init("working", .list(.object([.init("id", .text), .init("age_s", .number)]))),
  ]

  private static let queueItems: [Member] = [
    .init(
      "items",
      .list(
        .object([
          .init("id", .text), .init("state", .choice(QueueItem.State.allCases.map(\.rawValue))), .init("age_s", .number),
          .init("inbox", .text), .init("files", .list(.text)), .init("why", words), .init("code", optionalText),
          .init("cause", .orNull(words)), .init("detail", optionalText), .init("retry_in_s", .orNull(.number)),
        ]))), .init("more", .count),
  ]

  private static let status = Shape.object([
    .init("state", .choice(["ok", "degraded"])), .init("version", .text), .init("uptime_s", .number),
    .init("configuration", optionalText), .init("work", .choice(["running", "paused", "draining"])), .init("watch", .text),
    .init(
      "roots",
      .list(
        .object([.init("path", .text), .init("site", optionalText), .init("watch", .text), .init("fault", optionalText)]))),
    .init(
      "decoders",
      .object([
        .init(
          "ffmpeg",
          .object([
            .init("path", optionalText), .init("version", optionalText), .init("files_confined", .flag), .init("calls_confined", .flag),
            .init("code", optionalText), .init("detail", optionalText), .init("cause", .orNull(words)), .init("action", .orNull(words)),
          ]))
      ])),
    .init("judge", .orNull(.object([.init("command", .text), .init("resting", .flag)]))),
    .init(
      "transcriber",
      .orNull(
        .object([
          .init("command", .text), .init("resting", .flag), .init("transcripts", .count), .init("failed", .count),
          .init("faults", .map(.count)), .init("last_fault", optionalText),
        ]))), .init("queue", .object(queue)), .init("done", .map(.count)), .init("faults", .map(.count)), .init("audio_s", .number),
    .init("throughput", .object([.init("answers_per_hour", .orNull(.number)), .init("audio_s_per_s", .orNull(.number))])),
    .init("last_success", .orNull(.number)), .init("last_failure", .orNull(.number)), .init("last_fault", optionalText),
    .init("promise", .object([.init("answers", .count), .init("missed", .count), .init("kept_ratio", .orNull(.number))])),
    .init("set_aside", .object([.init("quarantine", optionalCount), .init("held", optionalCount)])),
    .init(
      "store",
      .orNull(
        .object([
          .init("answers", .count), .init("revisions", .count), .init("sessions", .count), .init("events", .count),
          .init("path", .orNull(.text)),
        ]))),
    .init("disk", .orNull(.object([.init("path", .text), .init("free_bytes", .count), .init("size_bytes", .count)]))),
    .init(
      "retention",
      .object([
        .init("recordings_days", .orNull(.number)), .init("backlog", optionalCount), .init("scores_days", .orNull(.number)),
        .init("scores_backlog", optionalCount), .init("audit_days", .orNull(.number)), .init("audit_backlog", optionalCount),
      ])), .init("webhooks", .list(.object(webhook))), .init("attention", .list(.named("Fault"))), .init("models", .list(.text)),
    .init("problems", .list(.named("Fault"))),
  ])

  private static let model = Shape.object([
    .init("id", .text), .init("version", .text), .init("name", words), .init("sha256", .text),
  ])

  private static let session: [Member] = [
    .init("id", .text), .init("site", optionalText), .init("state", .choice(SessionRecord.State.allCases.map(\.rawValue))),
    .init("reason", optionalText), .init("candidate", optionalText), .init("role", optionalText), .init("language", optionalText),
    .init("answered", .count), .init("questions", .list(.text)), .init("deadline", optionalText), .init("updated_at", .text),
  ]

  /// What a list has besides.
  private static let listed: [Member] = [
    .init("overall", points), .init("low", points), .init("high", points), .init("judgement", optionalText),
  ]

  private static let repeated = Shape.object([
    .init("first", .text), .init("second", .text), .init("share", .number),
    .init("passages", .list(.object([.init("length", .count), .init("first", .orNull(span)), .init("second", .orNull(span))]))),
  ])

  private static let scorecard = Shape.object(
    session.filter { $0.name != "state" } + [
      .init("state", .text), .init("sentence", words), .init("reviews", .list(.named("Review"))),
      .init(
        "score",
        .object([
          .init("overall", points), .init("low", points), .init("high", points), .init("scored", .count), .init("questions", optionalCount),
          .init(
            "dimensions",
            .list(.object([.init("id", .text), .init("name", words), .init("score", .number), .init("answers", .count)]))),
        ])), .init("skipped", .list(.text)), .init("attempts", .object([.init("policy", .text), .init("allowed", optionalCount)])),
      .init(
        "pace",
        .object([
          .init("baseline", .map(.number)),
          .init(
            "departures",
            .list(
              .object([
                .init("question", .text), .init("speech_rate_syl_s", .number), .init("baseline_syl_s", .number), .init("change", .number),
              ]))),
        ])),
      .init("repeated", .list(repeated)),
      .init("follow_ups", .list(.object([.init("question", .text), .init("message", words), .init("spans", .list(span))]))),
      .init("accommodations", .list(.text)),
      .init("identical", .list(.object([.init("answer", .text), .init("others", .list(others))]))), .init("notes", .list(words)),
      .init(
        "answers",
        .list(
          .object([
            .init("id", .text), .init("question", .text), .init("attempt", .integer(least: 1)), .init("counts", .flag),
            .init("review", .orNull(.named("Review"))), .init("revision", .integer(least: 1)), .init("overall", points),
            .init("confidence", optionalText),
          ]))), .init("zh", .text), .init("en", .text),
    ])

  /// Answers with the same recording.
  private static let others = Shape.object([.init("id", .text), .init("candidate", optionalText)])

  private static let answer = Shape.object([
    .init("id", .text), .init("reviews", .list(.named("Review"))), .init("session", .text), .init("question", .text),
    .init("attempt", .integer(least: 1)), .init("site", optionalText), .init("candidate", optionalText),
    .init("revision", .integer(least: 1)), .init("current", .flag), .init("recorded_at", .text), .init("arrived_at", .text),
    .init("duplicate_of", optionalText), .init("identical", .orNull(.object([.init("answer", .text), .init("others", .list(others))]))),
    .init("repeated", .orNull(repeated)), .init("notes", .list(words)), .init("engine", .text), .init("recording_sha256", .text),
    .init("transcript_sha256", optionalText),
    .init("baseline", baseline),
    .init("analysis", .elsewhere("intone.analysis/1, as `intone analyze --format json` prints it")),
  ])

  private static let baseline = Shape.orNull(.elsewhere("where the measures stand in the role's baseline, or why that is unknown"))

  private static let explanation = Shape.object([
    .init("id", .text), .init("reviews", .list(.named("Review"))), .init("notes", .list(words)), .init("baseline", baseline),
    .init("zh", .text), .init("en", .text),
  ])

  private static let review = Shape.object([
    .init("number", .integer(least: 1)), .init("reviewer", .text), .init("account", .orNull(.text)), .init("judgement", .text),
    .init("reason", .text),
    // Of an answer; a session has none.
    .init("revision", .orNull(.integer(least: 1))), .init("time", .text),
  ])

  private static let event = Shape.object([
    .init("cursor", .integer(least: 1)), .init("time", .text), .init("kind", .text), .init("session", optionalText),
    .init("answer", optionalText), .init("revision", .orNull(.integer(least: 1))),
    .init("detail", .elsewhere("particulars of the kind, docs/store.md")),
  ])

  private static let setAside = Shape.object([
    .init("id", .text), .init("shelf", .choice(["quarantine", "held"])), .init("session", .text), .init("code", .text),
    .init("cause", words), .init("action", words), .init("detail", .text), .init("time", .text),
  ])

  private static let rescored = Shape.object([
    .init("next", optionalText), .init("answers", .count), .init("rescored", .count), .init("overtaken", .count),
    .init("missing_models", .list(.text)),
    .init(
      "changes", .list(.object([.init("id", .text), .init("role", .text), .init("before", points), .init("after", points)]))),
  ])

  private static let webhook: [Member] = [
    .init("name", .text), .init("cursor", .count), .init("behind", optionalCount), .init("delivered", .count), .init("failures", .count),
    .init("failures_in_a_row", .count), .init("fault", optionalText), .init("detail", optionalText),
    .init("last_success", .orNull(.number)), .init("dead", .count), .init("waiting_again", .count),
  ]

  private static let webhookLetters: [Member] = [
    .init(
      "dead_letters",
      .list(
        .object([
          .init("cursor", .count), .init("kind", .text), .init("time", .text), .init("attempts", .count), .init("code", .text),
          .init("detail", .text),
        ])))
  ]

  private static let receipt = Shape.object([
    .init("dry_run", .flag, always: false), .init("sessions", .count), .init("candidate_sha256", .text, always: false),
    .init("session_sha256", .text, always: false), .init("databases_aside", .count, always: false),
    .init("databases_removed", .count, always: false),
    .init("time", .text, always: false), .init("answers", .count, always: false), .init("revisions", .count, always: false),
    .init("reviews", .count, always: false), .init("events", .count, always: false), .init("files", .count, always: false),
    .init("bytes", .count, always: false), .init("log_emptied", .flag, always: false),
  ])

  private static let setting = Shape.object([
    .init("key", .text), .init("value", .anything), .init("text", .text), .init("origin", .text),
  ])

  private static let auditLink = Shape.object([
    .init("number", .integer(least: 1)), .init("time", .text), .init("actor", .text), .init("action", .text), .init("subject", .text),
    .init("outcome", .text), .init("detail", .text), .init("hash", .text),
  ])

  private static let auditVerdict = Shape.object([
    .init("intact", .flag), .init("links", .count, always: false), .init("head", .text, always: false),
    .init("broken_at", .count, always: false),
  ])
}
