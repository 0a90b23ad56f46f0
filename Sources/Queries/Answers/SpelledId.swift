import Interview
import Store

extension ScoreStore {
  /// The id of a session or an answer as the store spells it, from what somebody has written.
  ///
  /// A name with a `%`, a control character or bytes that are no UTF-8 is stored in its printed form (`OpaqueName.text`), and
  /// asked for as it is printed. What is no printed form, or the printed form of nothing that there is, is taken as the name
  /// itself, as a directory's listing shows it.
  public func spelled(_ text: String) throws(Fault) -> String {
    let asName = OpaqueName(text).text
    guard asName != text else { return text }
    guard OpaqueName(printed: text) != nil else { return asName }
    if try knows(text) { return text }
    return try knows(asName) ? asName : text
  }

  private func knows(_ id: String) throws(Fault) -> Bool {
    if try session(id) != nil { return true }
    return try current(id) != nil
  }
}
