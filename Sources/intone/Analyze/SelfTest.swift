import ArgumentParser
import Assessment
import Documents
import Interview

/// `intone selftest`: whether this build on this processor gives the promised figures. Needs neither daemon nor store.
struct SelfTestVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "Whether this build on this processor gives the promised figures: the engine over the shipped samples.",
    discussion: """
      Analyses eight sample answers and holds each measure and score against those recorded for this engine, at the printed \
      precision, and times, syllables and pitch against what is in the recordings by construction. Exit code 0 when all is as \
      promised, 1 otherwise. An answer whose decoder (ffmpeg) is not there is left out and named.

      EXAMPLES
        intone selftest
        intone selftest --samples /usr/share/intone/samples --json
      """)
  @Option(help: "The directory of samples; by default the installed one.", completion: .directory) var samples: String?
  @Flag(help: "Print the object for programs instead of text for people.") var json = false
  @Option(help: "The language of what is printed: zh or en.") var lang: Language = .ofTerminal

  /// Exit code 1 where a figure differs. Some seconds; needs neither daemon nor store.
  func run() throws {
    let test = try SelfTest(samples: samples ?? SelfTest.directory())
    print(json ? Object(test).json.text : text(test))
    if !test.isAsPromised { throw ExitCode(1) }
  }

  private func text(_ test: SelfTest) -> String {
    let zh = lang == .zh
    let width = (test.findings.map(\.about.displayWidth).max() ?? 0) + 2
    let lines = test.findings.map { finding in
      let mark =
        switch finding.state {
        case .ok: "ok"
        case .skipped: zh ? "略过" : "left out"
        case .failed: zh ? "不符" : "differs"
        }
      return mark.padded(to: 10) + finding.about.padded(to: width) + finding.text[lang]
    }
    return (lines + ["", test.summary[lang]]).joined(separator: "\n")
  }

  /// What `intone selftest --json` prints.
  private struct Object: Document {
    struct Finding: Document {
      let state, about: String
      let text: Bilingual
    }

    let engine, processor: String
    let as_promised: Bool
    let seconds_of_sound: Double?
    let findings: [Finding]

    init(_ test: SelfTest) {
      (engine, processor, as_promised, seconds_of_sound) = (test.engine, SelfTest.processor, test.isAsPromised, test.seconds.figure(1))
      findings = test.findings.map { .init(state: $0.state.rawValue, about: $0.about, text: $0.text) }
    }
  }
}

extension SelfTest {
  #if arch(x86_64)
    static let processor = "x86_64"
  #elseif arch(arm64)
    static let processor = "arm64"
  #else
    static let processor = "other"
  #endif

  /// In a sentence.
  var summary: Bilingual {
    let failed = findings.count { $0.state == .failed }
    let skipped = findings.count { $0.state == .skipped }
    let left = skipped > 0 ? (zh: "，\(skipped) 项略过", en: ", \(skipped) left out") : (zh: "", en: "")
    let verdict =
      failed == 0
      ? (zh: "与承诺的数值一致", en: "this build gives the promised figures") : (zh: "\(failed) 项与承诺不符", en: "\(failed) are not as promised")
    return Bilingual(
      zh: "引擎 \(engine)，\(Self.processor)：\(findings.count) 项检查\(left.zh)，\(verdict.zh)",
      en: "engine \(engine) on \(Self.processor): \(findings.count) checks\(left.en), \(verdict.en)")
  }
}

/// The engine, as the doctor looks at it.
extension Doctor {
  /// The self-test in one finding; a warning where its samples are not installed.
  func engine() -> Finding {
    do throws(Fault) {
      let test = try SelfTest(samples: SelfTest.directory())
      guard test.isAsPromised else {
        return .problem(
          "engine", zh: test.summary.zh, en: test.summary.en,
          fix: Bilingual(
            zh: "intone selftest 会列出每一处；请重新安装软件包，若仍不符，勿将本机结果与别处比较。",
            en:
              "intone selftest lists each of them; install the package again. If they stay, do not compare this machine's results with others'."
          ))
      }
      return .ok("engine", zh: test.summary.zh, en: test.summary.en)
    } catch {
      return .warning("engine", zh: error.message(in: .zh), en: error.message(in: .en), fix: error.code.action)
    }
  }
}
