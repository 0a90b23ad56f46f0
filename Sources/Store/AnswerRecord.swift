import Interview

/// One revision of one answer, as it goes into the store.
public struct AnswerRecord: Sendable, Equatable {
  public var key: AnswerKey
  /// The site tag of the inbox root; nil without one.
  public var site: String?
  public var candidate: String?
  public var engine: String
  public var recordingHash: ContentHash
  public var transcriptHash: ContentHash?
  /// The manifest in force when it was scored; nil without one. A manifest that comes later makes a revision.
  public var manifestHash: ContentHash?
  /// Nil when no role model applied; then `scorecard` is nil as well.
  public var roleModel: RoleModelReference?
  public var language: Language?
  public var measures: [Measure: Measured<Double>]
  public var scorecard: Scorecard?
  /// The whole analysis as the documented JSON (`intone.analysis/1`), without contours.
  public var analysis: String
  /// What was said, sealed to the session, in base64; nil where it stands in `analysis` and `scorecard`, or nothing is held of it.
  public var sealedWords: String?
  /// When the recording was first seen, seconds since 1970 UTC.
  public var arrivedAt: Double

  public init(
    key: AnswerKey, site: String? = nil, candidate: String? = nil, engine: String, recordingHash: ContentHash,
    transcriptHash: ContentHash? = nil, manifestHash: ContentHash? = nil, roleModel: RoleModelReference? = nil,
    language: Language? = nil, measures: [Measure: Measured<Double>], scorecard: Scorecard?, analysis: String, sealedWords: String? = nil,
    arrivedAt: Double
  ) {
    self.key = key
    self.site = site
    self.candidate = candidate
    self.engine = engine
    self.recordingHash = recordingHash
    self.transcriptHash = transcriptHash
    self.manifestHash = manifestHash
    self.roleModel = roleModel
    self.language = language
    self.measures = measures
    self.scorecard = scorecard
    self.analysis = analysis
    self.sealedWords = sealedWords
    self.arrivedAt = arrivedAt
  }
}

extension AnswerRecord {
  /// What stands for the analysis of an answer that was imported with its measures and scores alone.
  public static let noAnalysis = "{}"

  /// Whether more is held than the row's own columns: spans, words, tracks.
  public var hasAnalysis: Bool { analysis != Self.noAnalysis }

  /// What makes two scorings of one answer the same scoring: equal inputs, equal model, equal engine. By claim 5 of the
  /// product (determinism) equal identities have equal results, so that recording one twice may do nothing.
  public var identity: String {
    let model = roleModel.map { "\($0.id)\u{1F}\($0.version)\u{1F}\($0.hash.hex)" } ?? "-"
    return [recordingHash.hex, transcriptHash?.hex ?? "-", manifestHash?.hex ?? "-", model, engine].joined(separator: "\u{1E}")
  }
}

extension AnswerRecord {
  /// Whether nothing of it was measured because its candidate declined the analysis.
  public var isDeclined: Bool { measures[.duration]?.reason == .consentDeclined }

  /// That of an answer that is kept for people alone: whose it is and which recording, and nothing about it.
  public init(
    declined key: AnswerKey, site: String?, candidate: String?, engine: String, recordingHash: ContentHash, manifestHash: ContentHash?,
    arrivedAt: Double
  ) {
    self.init(
      key: key, site: site, candidate: candidate, engine: engine, recordingHash: recordingHash, manifestHash: manifestHash,
      measures: Dictionary(uniqueKeysWithValues: Measure.allCases.map { ($0, .unknown(.consentDeclined)) }), scorecard: nil,
      analysis: Self.noAnalysis, arrivedAt: arrivedAt)
  }
}

extension AnswerRecord {
  /// Throws `store.record-refused` where a value is not finite: no store could give it back.
  public func check() throws(Fault) {
    for (measure, measured) in measures {
      if let value = measured.value, !value.isFinite { throw Fault(.storeRecordRefused, "\(key.id): \(measure.rawValue)") }
    }
    for lost in scorecard?.lostPoints ?? [] {
      let values = [lost.value, lost.expectedLow, lost.expectedHigh].compactMap(\.self) + lost.spans.flatMap { [$0.start, $0.end] }
      guard values.allSatisfy(\.isFinite) else { throw Fault(.storeRecordRefused, "\(key.id): \(lost.code)") }
    }
    guard arrivedAt.isFinite else { throw Fault(.storeRecordRefused, "\(key.id): arrival") }
  }
}

extension AnswerRecord {
  /// Whether what was said is held, sealed, and could not be opened where this was read.
  public var isLocked: Bool { sealedWords != nil }

  /// The analysis without what was said: the text goes, and the excerpts.
  public static func withoutWords(_ analysis: String) -> String {
    JSONMember.replaceAll("excerpt", in: JSONMember.replace("text", in: analysis, by: "null") ?? analysis, by: "null")
  }

  /// Whether anything of what was said stands readable in it.
  package var hasWords: Bool {
    hasAnalysis && (Self.withoutWords(analysis) != analysis || scorecard?.lostPoints.contains { $0.excerpt != nil } ?? false)
  }

  /// The analysis as it stands beside sealed words: without what was said, and without what was asked, which is the manifest's.
  public static func bare(_ analysis: String) -> String {
    let without = withoutWords(analysis)
    return JSONMember.replace("question", in: without, by: "null") ?? without
  }

  /// Whether anything that is to be sealed stands readable in it.
  package var isSealable: Bool { hasWords || hasAnalysis && Self.bare(analysis) != analysis }

  /// Measures, scores and reasons alone.
  package var bare: AnswerRecord {
    var record = self
    record.analysis = Self.bare(analysis)
    for index in record.scorecard?.lostPoints.indices ?? 0..<0 { record.scorecard?.lostPoints[index].excerpt = nil }
    return record
  }
}
