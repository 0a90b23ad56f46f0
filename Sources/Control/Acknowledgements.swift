import Documents
import Interview
import Synchronization

/// What somebody has seen and lives with for now: it leaves the list of problems and stays in the log, in the audit log, and among what is
/// acknowledged. It is kept while the daemon runs and while the problem lasts: one that comes again is told again.
final class Acknowledgements: Sendable {
  /// What an acknowledgement is of; nil stands for every subject of the code.
  private struct Key: Hashable {
    let code: String
    /// With names, whoever asks.
    let about: String
  }

  private let seen = Mutex<Set<Key>>([])

  /// - Parameter about: as the status names it; nil for all of the code.
  /// - Returns: how many of these were not acknowledged before; nil where there is no such problem.
  func take(_ code: String, about: String?, of problems: [(fault: Fault, about: String)]) -> Int? {
    let meant = problems.filter { $0.fault.code.code == code && (about == nil || $0.about == about) }
    guard !meant.isEmpty else { return nil }
    return seen.withLock { seen in meant.count { seen.insert(Key(code: code, about: $0.about)).inserted } }
  }

  /// Whether anything was taken back.
  func withdraw(_ code: String, about: String?) -> Bool {
    seen.withLock { seen in
      let meant = seen.filter { $0.code == code && (about == nil || $0.about == about) }
      seen.subtract(meant)
      return !meant.isEmpty
    }
  }

  /// Which of these are acknowledged. What is not among them any more is forgotten.
  func held(of problems: [(fault: Fault, about: String)]) -> [Bool] {
    let keys = problems.map { Key(code: $0.fault.code.code, about: $0.about) }
    return seen.withLock { seen in
      seen.formIntersection(keys)
      return keys.map(seen.contains)
    }
  }
}

extension ControlState {
  /// Everything that the status tells as wrong or as waiting for a person, in its order.
  private func reported(withNames: Bool) -> (problems: [(fault: Fault, about: String)], attention: [(fault: Fault, about: String)]) {
    (problems(withNames: withNames), attention(withNames: withNames))
  }

  /// The lists of the status: what nobody has acknowledged, and what somebody has.
  func lists(withNames: Bool) -> (problems: [FaultDocument], attention: [FaultDocument], acknowledged: [FaultDocument]) {
    let named = reported(withNames: true)
    let shown = withNames ? named : reported(withNames: false)
    let marks = traffic.acknowledgements.held(of: named.problems + named.attention)
    let all = shown.problems + shown.attention
    // Something may have come or gone between two looks; then nothing is hidden.
    let isSeen = all.count == marks.count ? marks : all.map { _ in false }
    func document(_ index: Int) -> FaultDocument { FaultDocument(all[index].fault, about: all[index].about, withNames: withNames) }
    let open = all.indices.filter { !isSeen[$0] }
    return (
      open.filter { $0 < shown.problems.count }.map(document), open.filter { $0 >= shown.problems.count }.map(document),
      all.indices.filter { isSeen[$0] }.map(document)
    )
  }

  /// - Throws: `control.not-found` where nothing of this code is told.
  func acknowledge(_ code: String, about: String?, isUndone: Bool) throws(Fault) {
    if isUndone {
      guard traffic.acknowledgements.withdraw(code, about: about) else { throw Fault(.controlNotFound, code) }
      return
    }
    let reported = reported(withNames: true)
    guard traffic.acknowledgements.take(code, about: about, of: reported.problems + reported.attention) != nil else {
      throw Fault(.controlNotFound, code + (about.map { " · " + $0 } ?? ""))
    }
  }
}
