import Documents
import Interview

/// What the doctor found about one thing on this machine.
struct Finding: Document {
  /// How bad it is.
  enum State: String, Codable {
    case ok
    /// Intone works, but less well than it could.
    case warning
    /// Answers are not taken in, or not kept, until this is mended.
    case problem
  }

  var state: State
  /// What was looked at, for example `store` or the path of an inbox.
  var about: String
  var text: Bilingual
  /// The command or the change that mends it; nil where nothing is to be done.
  var fix: Bilingual?

  /// All is well with it.
  static func ok(_ about: String, zh: String, en: String) -> Finding {
    Finding(state: .ok, about: about, text: Bilingual(zh: zh, en: en))
  }

  /// It works, but less well than it could.
  static func warning(_ about: String, zh: String, en: String, fix: Bilingual) -> Finding {
    Finding(state: .warning, about: about, text: Bilingual(zh: zh, en: en), fix: fix)
  }

  /// Answers are not taken in, or not kept, until it is mended.
  static func problem(_ about: String, zh: String, en: String, fix: Bilingual) -> Finding {
    Finding(state: .problem, about: about, text: Bilingual(zh: zh, en: en), fix: fix)
  }

  /// A fault that looking at it threw, with the remedy of its code.
  static func problem(_ about: String, _ fault: Fault) -> Finding {
    Finding(
      state: .problem, about: about, text: Bilingual(zh: fault.message(in: .zh), en: fault.message(in: .en)), fix: fault.code.action)
  }

  /// One line, and a second one with the remedy. `width` is that of the column of what was looked at.
  func lines(in language: Language, width: Int) -> String {
    let mark =
      switch state {
      case .ok: "ok"
      case .warning: language == .zh ? "注意" : "note"
      case .problem: language == .zh ? "问题" : "wrong"
      }
    let head = mark.padded(to: 7) + about.padded(to: width) + text[language].replacing("\n", with: "\n" + String(repeating: " ", count: 9))
    return fix.map { head + "\n" + String(repeating: " ", count: 7) + "→ " + $0[language] } ?? head
  }
}
