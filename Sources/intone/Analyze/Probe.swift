import ArgumentParser
import Assessment
import Documents
import Interview

/// `intone probe`: whether a recording set-up is good enough to be scored.
struct Probe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Whether microphone, level, noise and codec of a short recording are good enough to be scored.",
    discussion: """
      For a recorder page: record two seconds or more of somebody speaking, and show the candidate what this prints. Nothing is \
      kept. Exit code 0 where the set-up is good enough, 4 where it is not or the recording cannot be decoded, 1 where there is no file.

      EXAMPLES
        intone probe first-words.webm --lang zh
        ffmpeg -v error -f alsa -i default -t 3 -f wav - | intone probe - --json
      """)
  @Argument(help: "The recording, or - for standard input.", completion: .file()) var path: String
  @Flag(help: "Print the object for programs instead of text for people.") var json = false
  @Flag(help: "Print nothing but the words for the candidate.") var words = false
  @Option(help: "The language of what is printed: zh or en.") var lang: Language = .ofTerminal

  /// Exit code 4 where something should be better before an interview is recorded like that.
  func run() throws {
    let probe: Assessment.Probe
    do throws(Fault) {
      probe = Assessment.Probe(
        try AnswerAnalyzer().analyze(.init(recording: path == "-" ? .standardInput : .file(path), name: path)))
    } catch {
      guard error.code.code.hasPrefix("recording.") else { throw error }
      probe = Assessment.Probe(error, path: path)
    }
    print(json ? probe.json.text : words ? probe.message[lang] : text(probe))
    if !probe.good { throw ExitCode(4) }
  }

  /// The checks one a line, and what to do about the poor ones.
  private func text(_ probe: Assessment.Probe) -> String {
    let zh = lang == .zh
    let names = [
      "codec": Bilingual(zh: "格式", en: "codec"), "speech": Bilingual(zh: "说话声", en: "speech"), "level": Bilingual(zh: "音量", en: "level"),
      "noise": Bilingual(zh: "信噪比", en: "signal to noise"), "clipping": Bilingual(zh: "削波", en: "clipping"),
      "dropouts": Bilingual(zh: "断续", en: "dropouts"), "echo": Bilingual(zh: "混响", en: "reverberation"),
      "bandwidth": Bilingual(zh: "带宽", en: "bandwidth"),
    ]
    let lines = probe.checks.map { check in
      let mark =
        switch check.state {
        case .good: "ok"
        case .poor: zh ? "不足" : "poor"
        case .unknown: "?"
        }
      let value = check.value.map { JSON.number($0).text + (check.unit.isEmpty ? "" : " " + check.unit) } ?? "—"
      let isMaximum = ["clipping", "dropouts", "echo"].contains(check.check)
      let limit = check.limit.map { (isMaximum ? " ≤ " : " ≥ ") + JSON.number($0).text } ?? ""
      let format = check.check == "codec" ? [probe.container, probe.codec].compactMap(\.self).joined(separator: " / ") + " " : ""
      return mark.padded(to: 6) + (names[check.check]?[lang] ?? check.check).padded(to: 18) + format + value
        + (limit.isEmpty ? "" : "  (\(limit.dropFirst()))")
    }
    return (lines + ["", probe.message[lang]]).joined(separator: "\n")
  }
}
