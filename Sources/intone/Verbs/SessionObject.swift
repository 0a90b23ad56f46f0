import FoundationEssentials
import Interview

/// What `intone show` prints of the socket's session objects.
struct SessionObject: Decodable {
  var id: String
  var state: String
  var role: String?
  var answered: Int
  var questions: [String]

  /// One line of the list of sessions.
  var line: String {
    id.padded(to: 28) + state.padded(to: 14) + "\(answered)/\(questions.count)".padded(left: 6) + "  " + (role ?? "—")
  }
}

/// An object that says the same in words of both languages.
struct Worded: Decodable {
  var zh: String
  var en: String

  subscript(language: Language) -> String { language == .zh ? zh : en }
}
