import Interview

/// How far the import of one file has come; committed together with the rows that it counts.
public struct ImportProgress: Sendable, Equatable {
  /// The file's absolute path: what a second call goes on with.
  public var file: String
  public var sha256: String
  public var bytes: Int
  /// The byte after the last row dealt with.
  public var offset: Int
  /// The counts and checksums, in the importer's own words.
  public var state: String

  public init(file: String, sha256: String, bytes: Int, offset: Int, state: String) {
    self.file = file
    self.sha256 = sha256
    self.bytes = bytes
    self.offset = offset
    self.state = state
  }
}

/// What became of one row of an import.
public enum ImportedRow: Sendable, Equatable {
  case imported
  /// The store holds this very scoring already.
  case duplicate
  /// The store holds another scoring of this answer, which stays.
  case conflict
}

/// A store that takes and gives whole answers as documents: imports, exports, rows taken back.
public protocol StoreHistory: Sendable {
  /// Takes rows of the past into the store and notes how far the import is, in one transaction. Nothing that is there is
  /// changed, and the feed says nothing of single rows: they are no news.
  ///
  /// - Parameter progress: is given what became of each row, in order, and returns the progress to commit; may be asked twice.
  func importBatch(_ documents: [RecordDocument], progress: ([ImportedRow]) -> ImportProgress, at time: Double) throws(Fault)
    -> [ImportedRow]

  /// How far the import of this file came; nil where it was never begun.
  func importProgress(of file: String) throws(Fault) -> ImportProgress?

  /// Current revisions in the order of their ids by code points, from the first one after `answer`; of one candidate, or of
  /// all.
  func documents(after answer: String, limit: Int, candidate: String?) throws(Fault) -> [RecordDocument]

  /// Takes back a revision from its document: as it was, with its number where that is free.
  ///
  /// - Returns: whether the store did not have it.
  func restore(_ document: RecordDocument) throws(Fault) -> Bool

  /// Begins a new stretch of the feed after a database was put in the place of another: its cursors are above all that
  /// were ever given out, so that a consumer that goes on from its own misses nothing. Nobody keeps that number apart from
  /// the database, so it is taken from the clock: milliseconds since 1970, which no feed overtakes by its own counting.
  func beginFeedAnew(_ event: StoreEvent, at time: Double) throws(Fault)
}

/// All that a store is to those who keep it.
public typealias WholeStore = ScoreStore & StoreErasure & StoreHistory
