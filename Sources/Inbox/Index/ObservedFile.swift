import Interview

/// A file within a session: it lies in the session's directory, or at the top of the inbox with the session in its name.
struct FileID: Hashable, Sendable {
  let isTop: Bool
  let name: OpaqueName
  /// The directory it lies in, where that is spelled otherwise than its session (`SessionNames`); nil where it is not.
  var folder: OpaqueName?

  /// The directory below the root; nil for the top.
  func directory(of session: OpaqueName) -> OpaqueName? { isTop ? nil : folder ?? session }
}

/// What is worked on as one: an answer, or a session's manifest.
enum WorkItem: Hashable, Sendable {
  case answer(AnswerKey)
  case manifest(OpaqueName)

  var session: OpaqueName {
    switch self {
    case .answer(let key): key.session
    case .manifest(let session): session
    }
  }

  /// What people and programs know it by: the answer's id, or `<session>/session.yaml`. Units are told apart by themselves,
  /// never by this text.
  var id: String {
    switch self {
    case .answer(let key): key.id
    case .manifest(let session): "\(session.text)/session.yaml"
    }
  }
}

/// What the inbox knows of one file.
struct ObservedFile: Sendable {
  let name: FileName
  var role: FileRole
  var stamp: FileStamp
  /// By the monotonic clock.
  let firstSeen: Double
  var unchangedSince: Double
  /// Seconds since 1970 UTC.
  let arrivedAt: Double
  /// Its writer was seen to close it, or it was renamed into place, after its last change.
  var isClosed: Bool
  /// It is complete as far as can be told.
  var isSettled = false
  /// It may not be read.
  var isDenied = false
  /// For a transcript: the answer that it was found to belong to; nil where that is the one of its own name.
  var joined: AnswerKey?
  /// Why it is left where it lies and is of no answer; nil for what is taken.
  var leftAlone: FaultCode?

  var unit: WorkItem { role.isManifest ? .manifest(name.session) : .answer(joined ?? name.key) }
}

/// One look at one file.
struct Observation: Sendable {
  let session: OpaqueName
  let id: FileID
  let name: FileName
  let stamp: FileStamp
  /// See `ObservedFile.isClosed`.
  let isClosed: Bool
}

/// Where a unit stands on its way to being claimed.
enum Readiness: Equatable, Sendable {
  case gone
  case settling
  /// It may not be read, and waits until it may.
  case denied
  case awaitingTranscript
  case awaitingRecording
  /// Put back after a failure; not before a time.
  case backingOff
  /// The unit, or its session's manifest, is being worked on or comes first.
  case blocked
  /// Its session's manifest cannot be read: nobody knows what may be done with it.
  case held
  case ready
}

/// First in, first out, in constant time on average.
struct Queue<Element: Sendable>: Sendable {
  private var elements: [Element] = []
  private var head = 0

  var isEmpty: Bool { head == elements.count }
  var count: Int { elements.count - head }

  mutating func append(_ element: Element) { elements.append(element) }

  mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    defer {
      head += 1
      if head > 64, head * 2 > elements.count {
        elements.removeFirst(head)
        head = 0
      }
    }
    return elements[head]
  }
}
