import Interview

/// How a work item is claimed, step by step, so that of several daemons at most one has it.
///
/// A daemon moves the files into its own folder and looks into the others' folders afterwards. Of two that claim at once at
/// least one then sees the other, and puts back. The look before spares it the moving. A daemon that dies midway leaves
/// the files in its folder, from where the next start puts them back.
///
/// Pure: `step` says what is to be done next; whoever did it tells what came of it.
struct ClaimAttempt: Sendable {
  enum Step: Sendable, Equatable {
    /// Look whether another daemon has files in its folder that must not be worked on at the same time.
    case checkPeers
    /// Move the file into this daemon's folder if it is as it was.
    case move(FileID)
    /// Make the files the daemon's own, so that nobody changes them while they are judged.
    case adopt([FileID])
    case over(End)
  }

  enum End: Sendable, Equatable {
    /// The files are in this daemon's folder, and no other's.
    case claimed([FileID])
    /// Nothing is in the folder: another daemon was first, or the files are gone.
    case abandoned
    /// Nothing is in the folder, since the first file could not be moved.
    case failed(Fault)
    /// What is in the folder goes back into the inbox and waits: `after` seconds, or as long as after a failure.
    case putBack([FileID], Fault, after: Double?)
  }

  enum MoveResult: Sendable, Equatable {
    case moved
    /// It is not there, or not as it was.
    case gone
    case failed(Fault)
  }

  /// How long work waits that would get into another daemon's way, in seconds.
  private static let yieldTime = 0.1

  let candidate: QueueState.Candidate
  /// What is to be taken, the deciding file first.
  let files: [(id: FileID, entry: ObservedFile)]
  private(set) var step = Step.checkPeers
  private(set) var results: [(file: FileID, result: MoveResult)] = []

  /// Nil where there is nothing to take.
  init?(_ candidate: QueueState.Candidate, files: [(id: FileID, entry: ObservedFile)]) {
    guard !files.isEmpty else { return nil }
    self.candidate = candidate
    self.files = files
  }

  /// The files that were moved.
  var moved: [FileID] { results.filter { $0.result == .moved }.map(\.file) }

  /// What a look into the other daemons' folders showed.
  mutating func peersHaveIt(_ isTaken: Bool) {
    if results.isEmpty {
      step = isTaken ? .over(.abandoned) : .move(files[0].id)
    } else if isTaken {
      step = .over(.putBack(moved, Fault(.inboxFailed, "another daemon works on \(candidate.item.id)"), after: Self.yieldTime))
    } else {
      step = .over(.claimed(moved))
    }
  }

  mutating func moved(_ result: MoveResult) {
    results.append((files[results.count].id, result))
    switch result {
    // Without its recording there is nothing to do; without a transcript there is.
    case .gone where moved.isEmpty: step = .over(.abandoned)
    case .failed(let fault) where moved.isEmpty: step = .over(.failed(fault))
    default: step = results.count < files.count ? .move(files[results.count].id) : .adopt(moved)
    }
  }

  /// - Parameters:
  ///   - fault: why the files could not be made the daemon's own; nil when they are.
  ///   - hasPeers: whether another daemon serves this inbox.
  mutating func adopted(_ fault: Fault?, hasPeers: Bool) {
    if let fault {
      step = .over(.putBack(moved, fault, after: nil))
    } else {
      step = hasPeers ? .checkPeers : .over(.claimed(moved))
    }
  }
}
