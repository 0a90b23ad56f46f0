import Files
import Interview
import Recordings
import RoleModels
import Speech
import Transcripts
import Vault

/// One answer from files to scorecard: decode, measure, merge with the transcript, score. The daemon and
/// `intone analyze` both go through here, so their numbers are the same.
///
/// Synchronous; each call owns its buffers, so one analyzer may be used by several threads.
public struct AnswerAnalyzer: Sendable {
  /// What to analyse and what is known about it.
  public struct Request: Sendable {
    public var recording: Source
    /// The name shown; need not be a path.
    public var name: String
    /// The transcript's path; nil leaves the answer to its sound.
    public var transcript: String?
    public var role: RoleModel?
    public var question: String?
    public var manifest: Manifest?
    /// What the caller knows of the language; the manifest's and the transcript's own come after it.
    public var language: Language?
    /// Seconds, 0.1…1.0.
    public var pauseThreshold: Double
    /// What the judge has said before of the same answer; it is not asked the same again.
    package var verdict: KeptVerdict?

    public init(
      recording: Source, name: String, transcript: String? = nil, role: RoleModel? = nil, question: String? = nil,
      manifest: Manifest? = nil, language: Language? = nil, pauseThreshold: Double = 0.25
    ) {
      self.recording = recording
      self.name = name
      self.transcript = transcript
      self.role = role
      self.question = question
      self.manifest = manifest
      self.language = language
      self.pauseThreshold = pauseThreshold
    }
  }

  /// Where the sound comes from.
  public enum Source: Sendable, Equatable {
    case file(String)
    case standardInput
  }

  /// Nil for the built-in one, which is read when the first transcript comes: it is a tenth of a program's start.
  private let lexicon: Lexicon?
  var text: TextAnalyzer { TextAnalyzer(lexicon: lexicon ?? .builtin) }
  let limits: RecordingLimits
  let transcriptLimit: Int
  /// Opens what of the archive is sealed.
  package let vault: Vault
  /// Nil where the operator has configured none.
  public let judge: Judge?
  /// What was heard before.
  public let recordings: HeardRecordings

  /// - Parameters:
  ///   - transcriptLimit: bytes, beside what the recording's length allows (`TranscriptLimits`).
  ///   - recordings: where what was heard is kept for being scored again; nothing is by default.
  public init(
    lexicon: Lexicon? = nil, limits: RecordingLimits = .init(), transcriptLimit: Int = 64 << 20, judge: Judge? = nil,
    recordings: HeardRecordings = HeardRecordings(limit: 0), vault: Vault = .none
  ) {
    self.lexicon = lexicon
    self.limits = limits
    self.transcriptLimit = transcriptLimit
    self.judge = judge
    self.vault = vault
    self.recordings = recordings
  }

  /// Decodes and measures the request's recording, unless the same bytes were heard before and are still known.
  ///
  /// - Throws: `recording.…`, `file.…`, `speech.…`.
  /// - Complexity: linear in the recording's length.
  public func hear(_ request: Request) throws(Fault) -> HeardRecording {
    let file = try open(request.recording)
    let hash = try Files.hash(file)
    return try recordings.recording(hash, pauseThreshold: request.pauseThreshold) { () throws(Fault) in
      var reader = try RecordingReader(file: file, limits: limits)
      var analyzer = try SpeechAnalyzer(SpeechConfiguration(pauseThreshold: request.pauseThreshold), sampleRate: reader.sampleRate)
      var block: [Float] = []
      while try reader.read(into: &block) { analyzer.append(block) }
      return HeardRecording(hash: hash, facts: reader.facts, profile: try analyzer.finish())
    }
  }

  /// - Throws: `recording.…`, `transcript.…`, `file.…`, `speech.…`: the input or its surroundings are at fault, nothing
  ///   was written anywhere.
  /// - Complexity: linear in the recording's length.
  public func analyze(_ request: Request) throws(Fault) -> AnswerAnalysis { try analyze(request, heard: hear(request)) }

  /// The same of what was heard already.
  ///
  /// - Throws: `transcript.…`, `file.…`; `judge.interrupted`.
  /// - Complexity: linear in the transcript and in the recording's length; no sound is decoded.
  public func analyze(_ request: Request, heard: HeardRecording) throws(Fault) -> AnswerAnalysis {
    let transcript = try request.transcript.map { path throws(Fault) in try readTranscript(path, request, heard) }
    let declared = request.language ?? request.manifest?.language
    var language = declared ?? transcript?.transcript.spokenLanguage
    var profile = heard.profile(in: language)

    let asked = request.role?.asked(question: request.question, manifest: manifestQuestion(request)) ?? Asked(manifestQuestion(request))
    try transcript?.transcript.checkLength(profile.duration)
    let everybody = profile
    if let others = transcript?.transcript.others, !others.isEmpty { profile = everybody.alone(without: others) }
    let part = try transcript.map { whole throws(Fault) in
      let read = (transcript: whole.transcript.cut(to: profile.duration), hash: whole.hash)
      var findings = text.analyze(
        read.transcript, segments: profile.segments, duration: profile.duration, language: language, asked: asked)
      let fit = TranscriptFit(
        read.transcript, findings: findings, segments: profile.segments, nuclei: profile.nuclei, isNoisy: Self.isNoisy(profile.quality),
        duration: profile.duration, declared: language)
      let judged = fit.reason == nil ? try judged(request, asked, read.transcript, profile, language) : nil
      if case .answer(let answer) = judged { findings.add(answer) }
      return AnswerAnalysis.TextPart(hash: read.hash, transcript: read.transcript, findings: findings, fit: fit, judged: judged)
    }
    // Whose words do not fit does not say who speaks when; that several do may be true all the same.
    if part?.fit.reason != nil, transcript?.transcript.others?.isEmpty == false { profile = everybody }
    if let part, part.transcript.others == nil { profile = everybody.shared() }
    // A transcript of something else lends this recording neither its language nor its words.
    if part?.fit.reason == .transcriptMismatch, declared == nil, language != nil {
      language = nil
      profile = heard.profile(in: nil)
    }
    let trusted = part.flatMap { $0.fit.reason == nil ? $0 : nil }
    let reason = part?.fit.reason ?? .transcriptMissing
    let rates = Rates(
      profile: profile, text: trusted?.findings, textReason: reason,
      syllableTimes: trusted.map { text.syllableTimes($0.transcript, segments: profile.segments) } ?? [],
      language: language)
    let flags = Set(heard.facts.flags + profile.quality.flags + (part?.fit.reason.map { [$0.rawValue] } ?? [])).sorted()
    let evidence = Evidence(
      profile: profile, rates: rates, text: trusted?.findings, textReason: reason, transcriptText: trusted?.transcript.text,
      timeLimit: manifestQuestion(request)?.timeLimit, language: language, accommodations: request.manifest?.accommodations ?? [],
      flags: flags, codec: heard.facts.codec
    ).asPrinted
    return AnswerAnalysis(
      name: request.name, recordingHash: heard.hash, question: (request.question, manifestQuestion(request)?.text), facts: heard.facts,
      profile: profile, rates: rates, text: part, evidence: evidence,
      scorecard: request.role?.score(evidence, question: request.question, manifest: manifestQuestion(request)))
  }

  /// What the judge finds in the words; nil where there is none, or nothing to ask. Its failure costs the answer nothing.
  /// - Throws: `judge.interrupted` alone: the claim then goes back to the inbox.
  private func judged(
    _ request: Request, _ asked: Asked, _ transcript: Transcript, _ profile: SpeechProfile, _ language: Language?
  ) throws(Fault) -> Judged? {
    guard let judge, !asked.groups.isEmpty else { return nil }
    let wanted = JudgeRequest(
      language: language, question: request.question, questionText: asked.question.first, groups: asked.groups, transcript: transcript.text)
    let verdict: JudgeVerdict
    do throws(Fault) {
      verdict = if let kept = request.verdict, kept.request == wanted.hash.hex { kept.verdict } else { try judge.ask(wanted) }
    } catch {
      if error.code == CommandFaults.judge.interrupted { throw error }
      return .failed(error)
    }
    let finder = QuoteFinder(transcript, segments: profile.segments, duration: profile.duration, lexicon: lexicon ?? .builtin)
    return .answer(JudgedAnswer(verdict, request: wanted.hash, groups: asked.groups.map(\.name), finder: finder))
  }

  private func readTranscript(
    _ path: String, _ request: Request, _ heard: HeardRecording
  ) throws(Fault) -> (transcript: Transcript, hash: ContentHash) {
    let bytes = try vault.read(path, limit: transcriptLimit)
    let transcript = try TranscriptReader.read(bytes, name: path, speaker: request.manifest?.speaker) { () throws(Fault) in
      heard.duration
    }
    return (transcript, Files.hash(bytes))
  }

  private func open(_ source: Source) throws(Fault) -> RecordingFile {
    switch source {
    case .file(let path): try vault.recording(path)
    case .standardInput: try StandardInput.spool(limit: limits.maximumBytes)
    }
  }

  /// Whether pauses and syllables may be missed.
  private static func isNoisy(_ quality: RecordingQuality) -> Bool {
    let reasons: [UnknownReason] = [.qualityNoise, .qualityReverberation, .qualityDropouts]
    return reasons.contains { quality.flags.contains($0.rawValue) }
  }

  /// A stretch of a recording, for people to hear: WAV, 16 kHz, mono, 16 bit; decoded within the limits of every analysis.
  ///
  /// - Parameters:
  ///   - span: seconds from its beginning; nil for the whole.
  ///   - longest: seconds that are given at most.
  /// - Throws: as `RecordingReader`; `recording.too-long` beyond `longest`.
  /// - Complexity: linear in the recording up to the span's end; memory of the span.
  public func wave(ofRecordingAt path: String, in span: Range<Double>?, longest: Double) throws(Fault) -> [UInt8] {
    try WaveCopy.bytes(of: vault.recording(path), in: span, longest: longest, limits: limits)
  }

  private func manifestQuestion(_ request: Request) -> ManifestQuestion? {
    guard let question = request.question else { return nil }
    return request.manifest?.questions.first { $0.id.text == question }
  }
}

extension Files {
  /// SHA-256 of a recording that is open already, so that the bytes hashed are the bytes decoded.
  /// - Complexity: linear in the file's size, one block of memory.
  static func hash(_ recording: RecordingFile) throws(Fault) -> ContentHash {
    try hash { offset, block throws(Fault) in try recording.read(at: offset, count: 1 << 20, into: &block) }
  }
}

extension Vault {
  /// A recording that is open, with the content of a sealed one.
  func recording(_ path: String) throws(Fault) -> RecordingFile {
    try RecordingFile(path: Array(local(path).utf8)) { () throws(Fault) in try sealedFile(path).map(SealedSound.init) }
  }
}

/// A sealed recording as decoders read it.
private final class SealedSound: ByteSource {
  private let file: SealedFile
  let size: Int64

  init(_ file: SealedFile) {
    self.file = file
    size = Int64(file.size)
  }

  func read(at offset: Int64, count: Int, into buffer: inout [UInt8]) throws(Fault) -> Int {
    let bytes = try file.read(from: Int(offset), count: count)
    if buffer.count < bytes.count { buffer.append(contentsOf: repeatElement(0, count: bytes.count - buffer.count)) }
    buffer.replaceSubrange(0..<bytes.count, with: bytes)
    return bytes.count
  }
}
