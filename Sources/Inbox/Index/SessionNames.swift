import Interview
import Synchronization

/// One session may be spelled in two ways that no one can tell apart: `é` as one character, or as `e` with an accent, as
/// programs on a Mac write it. What is canonically equivalent (Unicode, UAX 15) is one session; it goes by the spelling under
/// which it came first, or lies in the archive.
final class SessionNames: Sendable {
  /// By the printed name: texts of Swift are equal where they are canonically equivalent.
  private let known: Mutex<[String: OpaqueName]>

  init(archived: [OpaqueName]) {
    let spelled = archived.filter(Self.hasSpellings)
    known = Mutex(Dictionary(spelled.map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The session that a name is of.
  func session(_ name: OpaqueName) -> OpaqueName {
    guard Self.hasSpellings(name) else { return name }
    let text = name.text
    return known.withLock { known in
      if let session = known[text] { return session }
      known[text] = name
      return name
    }
  }

  /// A name in ASCII has one spelling.
  private static func hasSpellings(_ name: OpaqueName) -> Bool { name.bytes.contains { $0 >= 0x80 } }
}
