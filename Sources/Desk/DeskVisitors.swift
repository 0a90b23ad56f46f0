import Interview
import Synchronization

/// Who has come in by an address that was printed, as Jupyter does it: the address works once and gives a cookie, which
/// lasts as long as the desk runs, or until nobody has used it for some hours.
final class DeskVisitors: Sendable {
  /// Somebody who was let in, until nothing came of them for `idleTime`.
  struct Visitor: Sendable {
    /// Goes with every form: another site's page cannot know it.
    let formToken: String
    var language: Language
    var lastSeen: Double
    fileprivate var pages: DeskPace
    fileprivate var forms: DeskPace

    fileprivate init(language: Language, now: Double) {
      formToken = DeskVisitors.secret()
      self.language = language
      lastSeen = now
      (pages, forms) = (DeskPace(DeskPace.pages, now: now), DeskPace(DeskPace.forms, now: now))
    }
  }

  /// Seconds without a request after which a visitor has to come in again: a working day's lunch is shorter.
  static let idleTime = 4 * 3600.0

  private struct State {
    var entrance: String
    var visitors: [String: Visitor] = [:]
    var tell: (@Sendable (String) -> Void)?
  }

  private let state: Mutex<State>
  private let language: Language

  init(language: Language) {
    self.language = language
    state = Mutex(State(entrance: Self.secret()))
  }

  /// Tells the word that lets the next visitor in: now, and each time it was used.
  func announce(_ tell: @escaping @Sendable (String) -> Void) {
    let word = state.withLock { state in
      state.tell = tell
      return state.entrance
    }
    tell(word)
  }

  /// Lets somebody in, once.
  /// - Returns: the cookie's value; nil where the word is not the one.
  func enter(_ word: String, now: Double) -> String? {
    let entered: (cookie: String, next: String, tell: (@Sendable (String) -> Void)?)? = state.withLock { state in
      guard Self.isSame(word, state.entrance) else { return nil }
      state.entrance = Self.secret()
      state.visitors = state.visitors.filter { now - $0.value.lastSeen < Self.idleTime }
      let cookie = Self.secret()
      state.visitors[cookie] = Visitor(language: language, now: now)
      return (cookie, state.entrance, state.tell)
    }
    guard let entered else { return nil }
    entered.tell?(entered.next)
    return entered.cookie
  }

  /// Who comes with this cookie; nil for nobody that was let in.
  func visitor(_ cookie: String?, now: Double) -> Visitor? {
    guard let cookie else { return nil }
    return state.withLock { state in
      guard var visitor = state.visitors[cookie], now - visitor.lastSeen < Self.idleTime else {
        state.visitors[cookie] = nil
        return nil
      }
      visitor.lastSeen = now
      state.visitors[cookie] = visitor
      return visitor
    }
  }

  /// Somebody whom a proxy has signed in, who is remembered by name; the proxy ends their session, not the desk.
  func visitor(signedIn account: String, now: Double) -> Visitor {
    state.withLock { state in
      if state.visitors.count >= Self.maximumVisitors { state.visitors = state.visitors.filter { now - $0.value.lastSeen < Self.idleTime } }
      var visitor = state.visitors[account] ?? Visitor(language: language, now: now)
      visitor.lastSeen = now
      state.visitors[account] = visitor
      return visitor
    }
  }

  /// Accounts after which those that have not come for long are forgotten.
  private static let maximumVisitors = 10_000

  /// Counts a request of somebody who was let in.
  /// - Returns: nil where it is to be answered; else the seconds after which the next is.
  func wait(_ key: String, isForm: Bool, now: Double) -> Double? {
    state.withLock { state in
      guard var visitor = state.visitors[key] else { return nil }
      defer { state.visitors[key] = visitor }
      return isForm ? visitor.forms.take(DeskPace.forms, now: now) : visitor.pages.take(DeskPace.pages, now: now)
    }
  }

  /// From now on this visitor's pages are in `language`; nothing for one who is not known. Any thread.
  func speak(_ language: Language, to cookie: String) { state.withLock { $0.visitors[cookie]?.language = language } }

  /// 256 bits of the kernel's.
  private static func secret() -> String {
    (0..<4).map { _ in
      let word = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }.joined()
  }

  /// In a time that does not tell how much of it was right.
  static func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    return left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
