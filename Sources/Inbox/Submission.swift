import Interview

/// What arrived together and is worked on as one.
public struct Submission: Sendable, Equatable {
  public enum Kind: Sendable, Hashable {
    /// A recording, with its transcript if that came in time.
    case recording(AnswerKey)
    /// A transcript whose recording has been taken before: the recording is in the archive; makes a revision.
    case lateTranscript(AnswerKey)
    /// A session's manifest. While it is worked on, nothing else of its session is given out; what of the session was
    /// scored before is found by `Inbox.archivedAnswers(ofSession:)`.
    case manifest
  }

  public let kind: Kind
  public let session: OpaqueName
  public let root: InboxRoot
  /// Where the recording is now; nil for a manifest.
  public let recording: String?
  /// Where its transcript is now; nil where there is none.
  public let transcript: String?
  /// The manifest in force: the one to read for a manifest, else the archived one; nil where none has come.
  public let manifest: String?
  /// Whether the transcript is one that came before and is read from the archive.
  public let hasArchivedTranscript: Bool
  /// When the inbox first saw it, seconds since 1970 UTC.
  public let arrivedAt: Double
  /// The same by the monotonic clock; nil where another life of the daemon, or none, saw it.
  public let firstSeen: Double?
  /// How often work on it has failed before.
  public let tries: Int
  /// For a manifest: it goes by another name, and nobody can say whether it is the one.
  public let isMisnamed: Bool
  /// The open folder that its files are read in, as a path, and the path that people know it by.
  private let readAt: String?
  private let knownAt: String?

  public init(
    kind: Kind, session: OpaqueName, root: InboxRoot, recording: String?, transcript: String?, manifest: String?,
    arrivedAt: Double, firstSeen: Double? = nil, tries: Int, hasArchivedTranscript: Bool = false, isMisnamed: Bool = false,
    readAt: String? = nil, knownAt: String? = nil
  ) {
    self.kind = kind
    self.session = session
    self.root = root
    self.recording = recording
    self.transcript = transcript
    self.manifest = manifest
    self.arrivedAt = arrivedAt
    self.firstSeen = firstSeen
    self.tries = tries
    self.isMisnamed = isMisnamed
    self.hasArchivedTranscript = hasArchivedTranscript
    self.readAt = readAt
    self.knownAt = knownAt
  }

  /// A sentence about it with the paths that people know.
  public func shown(_ text: String) -> String {
    guard let readAt, let knownAt else { return text }
    return text.replacing(readAt + "/", with: knownAt + "/")
  }

  /// Which answer it is about; nil for a manifest.
  public var key: AnswerKey? {
    switch kind {
    case .recording(let key), .lateTranscript(let key): key
    case .manifest: nil
    }
  }
}

/// The right to work on one submission. It is given up by finishing it, once; a claim that is dropped leaves its files in
/// `working/`, where the next start finds them.
public struct Claim: ~Copyable, Sendable {
  public let submission: Submission
  let number: Int

  init(submission: Submission, number: Int) {
    self.submission = submission
    self.number = number
  }
}

/// How work on a claim ended.
public enum Outcome: Sendable, Equatable {
  /// The row is committed: the files go to the archive, or are deleted, by policy. With a fault, the recording was scored
  /// without its transcript, and the transcript alone goes to the quarantine.
  case recorded(transcriptRefused: Fault? = nil)
  /// It can never be used as it is: the files go to the quarantine with the reason.
  case quarantined(Fault)
  /// The recording can never be used as it is and goes to the quarantine; its transcript may be good, goes back into the inbox
  /// and waits for a better recording.
  case recordingQuarantined(Fault)
  /// It is of somebody who asked to be forgotten: the files are removed, and a note of each with the reason is left in the
  /// quarantine.
  case erased(Fault)
  /// It waits for somebody's decision (for example an unknown role): the files go to `held/` with the reason.
  case held(Fault)
  /// The files go back to the inbox and wait: `after` seconds, or 1 s doubled with each failure up to 300 s. A fault
  /// whose code says `retry: .never` counts towards `triesAllowed`; one of the surroundings does not.
  case retryLater(Fault, after: Double? = nil)
}

/// An answer whose files are in the archive: what there is to score again.
public struct ArchivedAnswer: Sendable, Equatable {
  public let key: AnswerKey
  public let recording: String
  public let transcript: String?
  public let manifest: String?

  public init(key: AnswerKey, recording: String, transcript: String?, manifest: String?) {
    self.key = key
    self.recording = recording
    self.transcript = transcript
    self.manifest = manifest
  }
}

/// Something in the inbox that a person should know of, told once.
public struct InboxNotice: Sendable, Equatable {
  public let fault: Fault
  public let root: InboxRoot
  public let session: OpaqueName?
  public let name: OpaqueName?
  /// Whether the file was moved to the quarantine; else it lies where it was and is left alone.
  public let isQuarantined: Bool

  public init(fault: Fault, root: InboxRoot, session: OpaqueName?, name: OpaqueName?, isQuarantined: Bool) {
    self.fault = fault
    self.root = root
    self.session = session
    self.name = name
    self.isQuarantined = isQuarantined
  }
}
