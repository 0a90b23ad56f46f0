import Documents
import Files
import Inbox
import Interview
import Seal
import Store
import Vault

/// A signed head of the audit log, and the key that it is signed by.
public struct CheckpointDocument: Document {
  /// A signed note as C2SP describes it, to be kept elsewhere as it is.
  public let note: String
  /// `<name>+<id>+<base64>`: what verifies it.
  public let key: String

  package static let component: String? = "Checkpoint"
}

/// Signs heads of the audit log with a key of the installation, which is made when it is first asked for and lies in the state
/// directory.
///
/// The signature says which installation a note is of. That a log was not rewritten is shown by a note that is kept where who
/// rewrites the log does not reach.
public struct AuditNotary: Sendable {
  private let file: StateFile

  public init(stateDirectory: String) { file = StateFile(path: stateDirectory + "/audit-key") }

  /// - Throws: `state.foreign`, a fault of the file system, `note.key-invalid` where the file holds no key.
  private func signer() throws(Fault) -> NoteSigner {
    if let seed = try file.read() { return try NoteSigner(name: AuditCheckpoint.origin, seed: seed) }
    let seed = Vault.random(32)
    try file.replace(with: seed)
    return try NoteSigner(name: AuditCheckpoint.origin, seed: seed)
  }

  /// - Throws: `audit.broken` and as the store.
  public func checkpoint(of store: any ScoreStore, at time: Double) throws(Fault) -> CheckpointDocument {
    let signer = try signer()
    let checkpoint = try AuditCheckpoint(of: store, digest: Files.hash, at: time)
    return CheckpointDocument(note: try signer.sign(checkpoint.text), key: signer.key.description)
  }

  /// What a note says, once its signature fits.
  /// - Throws: `note.…`, `audit.checkpoint-invalid`.
  public static func read(_ note: String, by key: NoteKey) throws(Fault) -> AuditCheckpoint {
    let note = try SignedNote(note)
    try note.verify(by: key)
    return try AuditCheckpoint(text: note.text)
  }
}
