import Documents
import Files
import FoundationEssentials
import Interview
import RoleModels

/// Runs this build over the shipped samples and holds what it finds against the figures that were recorded for them
/// (`PromisedFigures`) and against what is in the recordings by construction (`samples/truth`).
package struct SelfTest: Sendable {
  /// One answer of the samples.
  package struct Sample: Sendable {
    package let session: String
    package let question: String
    package let recording: String
    package let transcript: String
    package let language: Language
    package let role: String
  }

  /// What came of one look.
  package struct Finding: Sendable, Equatable {
    package enum State: String, Sendable { case ok, skipped, failed }

    package let state: State
    /// `sales-c20391/q1`, or the name of what was held against the truth.
    package let about: String
    package let text: Bilingual
  }

  package let engine: String
  package let findings: [Finding]
  /// Seconds of sound that were analysed.
  package let seconds: Double

  package var isAsPromised: Bool { findings.allSatisfy { $0.state != .failed } }

  /// Where the samples are: `INTONE_SAMPLES`, else those that the package brings, else `samples` in the working directory.
  /// - Throws: `selftest.samples-missing`.
  package static func directory(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Fault) -> String {
    let folders = environment["INTONE_SAMPLES"].map { [$0] } ?? ["/usr/share/intone/samples", "samples"]
    guard let found = folders.first(where: { FileManager.default.fileExists(atPath: $0 + "/figures.json") }) else {
      throw Fault(.selftestSamplesMissing, folders.joined(separator: ", "))
    }
    return found
  }

  /// - Parameters:
  ///   - directory: `interviews`, `truth`, `pitch` and `figures.json` below it; the role models beside it, as shipped, whatever the
  ///     operator has in force.
  ///   - pace: called after each answer.
  /// - Throws: `selftest.samples-missing` where the figures cannot be read.
  /// - Complexity: five minutes of sound are analysed once.
  package init(samples directory: String, models: String? = nil, each pace: () -> Void = {}) throws(Fault) {
    let promised: PromisedFigures
    do {
      promised = try PromisedFigures(
        reading: String(decoding: try Files.read(path: directory + "/figures.json", limit: 1 << 20), as: UTF8.self))
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(.selftestSamplesMissing, directory + "/figures.json: \(error)")
    }
    let models = ModelDirectories([models ?? directory + "/../models"])
    var (findings, truths, seconds) = ([Finding](), Truths(), 0.0)
    for answer in promised.answers {
      let (finding, analysis) = Self.check(answer, promised.engine, directory, models)
      findings.append(finding)
      seconds += analysis?.duration ?? 0
      // What cannot be held against the truth is not as promised.
      do throws(Fault) {
        if let analysis { truths.add(analysis, try SampleTruth(directory + "/truth/\(answer.id).json")) }
      } catch {
        findings.append(Self.failed(answer.id, error))
      }
      pace()
    }
    do throws(Fault) {
      let glide = try AnswerAnalyzer().analyze(.init(recording: .file(directory + "/pitch/glide.flac"), name: "glide"))
      truths.addGlide(glide)
      seconds += glide.duration
    } catch {
      findings.append(Self.failed("pitch/glide", error))
    }
    engine = Engine.version
    self.findings = findings + truths.findings
    self.seconds = seconds
  }

  /// Analyses one answer as the daemon would, by the shipped role model.
  package static func analyze(_ sample: Sample, in directory: String, _ models: ModelDirectories) throws(Fault) -> AnswerAnalysis {
    let folder = directory + "/interviews/" + sample.session + "/"
    return try AnswerAnalyzer().analyze(
      .init(
        recording: .file(folder + sample.recording), name: sample.session + "__" + sample.question, transcript: folder + sample.transcript,
        role: models.model(named: sample.role), question: sample.question, language: sample.language))
  }

  private static func failed(_ about: String, _ fault: Fault, as state: Finding.State = .failed) -> Finding {
    Finding(state: state, about: about, text: Bilingual(zh: fault.message(in: .zh), en: fault.message(in: .en)))
  }

  private static func check(
    _ promised: PromisedFigures.Answer, _ engine: String, _ directory: String, _ models: ModelDirectories
  ) -> (Finding, AnswerAnalysis?) {
    func failed(_ zh: String, _ en: String) -> Finding { Finding(state: .failed, about: promised.id, text: Bilingual(zh: zh, en: en)) }
    let sample = Sample(promised)
    let analysis: AnswerAnalysis
    do throws(Fault) {
      analysis = try analyze(sample, in: directory, models)
    } catch {
      // ffmpeg is a recommendation of the package: without it, or where the kernel does not confine it, such files are not read at all.
      let isAbsent = ["recording.decoder-missing", "recording.decoder-unconfined"].contains(error.code.code)
      return (Self.failed(promised.id, error, as: isAbsent ? .skipped : .failed), nil)
    }
    let here = PromisedFigures.Answer(analysis, of: sample)
    guard engine == Engine.version else {
      return (failed("样本数值属于引擎 \(engine)，不是 \(Engine.version)", "the figures are of engine \(engine), not of \(Engine.version)"), analysis)
    }
    guard here.recording_sha256 == promised.recording_sha256, here.model_sha256 == promised.model_sha256 else {
      return (failed("样本录音或岗位模型被改动过，无从比较", "the sample or its role model was changed: nothing can be compared"), analysis)
    }
    let differences = promised.differences(from: here)
    guard differences.isEmpty else {
      let shown = differences.prefix(6).joined(separator: "; ") + (differences.count > 6 ? "; …" : "")
      return (failed("\(differences.count) 个数值不同：\(shown)", "\(differences.count) figures differ: \(shown)"), analysis)
    }
    let (measures, dimensions) = (here.measures.members.count, here.dimensions.members.count)
    let text = Bilingual(
      zh: "\(measures) 个测量值与 \(dimensions) 个维度均一致", en: "\(measures) measures and \(dimensions) dimensions are as promised")
    return (Finding(state: .ok, about: promised.id, text: text), analysis)
  }
}

extension SelfTest.Sample {
  /// The eight answers, in the order of the file.
  package static let all: [SelfTest.Sample] = [
    ("sales-c20391", Language.zh, "sales", ["q1.opus q1.json", "q2.flac q2.json", "q3.mp3 q3.srt", "q4.m4a q4.json"]),
    ("engineer-c20417", .en, "software-engineer", ["q1.opus q1.vtt", "q2.flac q2.json", "q3.wav q3.txt", "q4.webm q4.srt"]),
  ].flatMap { session, language, role, files in
    files.map { pair in
      let names = pair.split(separator: " ").map(String.init)
      return SelfTest.Sample(
        session: session, question: String(pair.prefix(2)), recording: names[0], transcript: names[1], language: language, role: role)
    }
  }

  fileprivate init(_ promised: PromisedFigures.Answer) {
    self.init(
      session: promised.session, question: promised.question, recording: promised.recording, transcript: promised.transcript,
      language: Language(rawValue: promised.language) ?? .zh, role: promised.role)
  }
}

extension FaultCode {
  package static let selftestSamplesMissing = FaultCode(
    "selftest.samples-missing", cause: Bilingual(zh: "找不到随附的样本或其数值", en: "the supplied samples, or their figures, are missing"),
    action: Bilingual(
      zh: "重新安装软件包，或用 INTONE_SAMPLES 指向含 figures.json 的样本目录。",
      en: "Install the package again, or set INTONE_SAMPLES to the directory of samples that holds figures.json."))
}
