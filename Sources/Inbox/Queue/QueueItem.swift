import Interview
import Synchronization

/// One thing that waits in the inbox: an answer or a manifest, with why.
public struct QueueItem: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    case settling
    case denied
    case awaitingTranscript = "awaiting_transcript"
    case awaitingRecording = "awaiting_recording"
    case backingOff = "backing_off"
    case blocked
    case held
    case ready

    public var meaning: Bilingual {
      switch self {
      case .settling: Bilingual(zh: "仍在写入，或刚刚写完", en: "it is still being written, or was a moment ago")
      case .denied: Bilingual(zh: "intoned 无权读取", en: "intoned may not read it")
      case .awaitingTranscript: Bilingual(zh: "等待转写文本", en: "its transcript has not come yet")
      case .awaitingRecording: Bilingual(zh: "只有转写，录音还没有到", en: "there is a transcript, the recording has not come")
      case .backingOff: Bilingual(zh: "上次未成功，稍后重试", en: "the last try failed; it is tried again")
      case .blocked: Bilingual(zh: "排在同场次的清单或处理中的文件之后", en: "it stands behind its session's manifest or what is in work")
      case .held: Bilingual(zh: "场次清单无法读取，录音等待中", en: "its session's manifest cannot be read; it waits until that is mended")
      case .ready: Bilingual(zh: "等待空闲的处理线程", en: "it waits for a worker")
      }
    }
  }

  /// The answer's id, or `<session>/session.yaml`.
  public let id: String
  /// The root's path.
  public let root: String
  /// The names of its files, within the root.
  public let files: [String]
  public let state: State
  /// Seconds since its oldest file was first seen.
  public let age: Double
  /// Why the last try failed; nil where none did.
  public let fault: Fault?
  /// Seconds until it is tried again; nil where it waits for something else.
  public let retryIn: Double?
}

extension Inbox {
  /// What waits, the oldest first: at most `limit`, and how many there are. n log n in what waits.
  public func queueItems(limit: Int) -> (items: [QueueItem], total: Int) {
    let now = clock.monotonic()
    let archived = archive.sessions(state.withLock { $0.sessionsWaiting })
    return state.withLock { $0.items(limit: limit, now: now, transcriptWait: configuration.transcriptWait, archive: archived) }
  }
}

extension QueueState {
  /// The sessions of which something waits.
  var sessionsWaiting: Set<OpaqueName> {
    roots.reduce(into: []) { $0.formUnion($1.index.waiting.map(\.session)) }
  }

  func items(
    limit: Int, now: Double, transcriptWait: Double, archive: (OpaqueName) -> ArchivedSession
  ) -> (items: [QueueItem], total: Int) {
    var found: [(since: Double, unit: WorkItem, root: Int, state: QueueItem.State)] = []
    for (number, root) in roots.enumerated() where root.isReached {
      for unit in root.index.waiting {
        let readiness = root.index.readiness(unit, now: now, transcriptWait: transcriptWait, archive: archive)
        guard let itemState = QueueItem.State(readiness) else { continue }
        found.append((root.index.entries(of: unit).map(\.value.firstSeen).min() ?? now, unit, number, itemState))
      }
    }
    found.sort { ($0.since, $0.unit) < ($1.since, $1.unit) }
    let items = found.prefix(max(0, limit)).map { entry in
      let root = roots[entry.root]
      let wait = root.index.backoff[entry.unit]
      let session = entry.unit.session
      let files = root.index.entries(of: entry.unit).map { id, _ in id.path(of: session) }
      let held = entry.state == .held ? root.index.heldBack(session, archive(session)) : nil
      return QueueItem(
        id: entry.unit.id, root: root.root.path, files: files.sorted(), state: entry.state, age: now - entry.since,
        fault: held ?? (entry.state == .denied ? Fault(.inboxUnreadable, entry.unit.id) : wait?.fault),
        retryIn: entry.state == .backingOff ? wait.map { max(0, $0.notBefore - now) } : nil)
    }
    return (items, found.count)
  }
}

extension QueueItem.State {
  fileprivate init?(_ readiness: Readiness) {
    switch readiness {
    case .gone: return nil
    case .settling: self = .settling
    case .denied: self = .denied
    case .awaitingTranscript: self = .awaitingTranscript
    case .awaitingRecording: self = .awaitingRecording
    case .backingOff: self = .backingOff
    case .blocked: self = .blocked
    case .held: self = .held
    case .ready: self = .ready
    }
  }
}

extension FileID {
  /// Where it lies below the root, for people.
  func path(of session: OpaqueName) -> String { (directory(of: session).map { $0.text + "/" } ?? "") + name.text }
}

extension RootIndex {
  /// The files of a unit.
  func entries(of unit: WorkItem) -> [(key: FileID, value: ObservedFile)] {
    guard let session = sessions[unit.session] else { return [] }
    return (session.units[unit] ?? []).compactMap { id in session.files[id].map { (id, $0) } }
  }
}
