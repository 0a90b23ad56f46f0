import Interview
import Store
import Testing

struct AuditCheckpointTests {
  private let digest: AuditLink.Digest = { hash($0.map { String($0) }.joined()) }

  private func log(_ actions: [String]) throws -> InMemoryStore {
    let store = InMemoryStore()
    for action in actions {
      _ = try store.audit(AuditEntry(actor: "anna", action: action, subject: "s", outcome: "done"), at: 1_800_000_000, digest: digest)
    }
    return store
  }

  private func held(_ store: InMemoryStore, against checkpoint: AuditCheckpoint) throws -> AuditCheckpoint.Comparison {
    let link = try store.auditLinks(after: max(0, checkpoint.number - 1), limit: 1).first
    return checkpoint.comparison(number: link?.number, hash: link?.hash)
  }

  @Test func `a checkpoint is read as it was written`() throws {
    let checkpoint = try AuditCheckpoint(of: log(["a", "b", "c"]), digest: digest, at: 1_800_000_000)
    #expect(checkpoint.number == 3)
    #expect(checkpoint.text.hasPrefix("intone-audit\n3\n") && checkpoint.text.hasSuffix("\ntime 2027-01-15T08:00:00.000Z\n"))
    #expect(try AuditCheckpoint(text: checkpoint.text) == checkpoint)
    #expect(throws: Fault(.auditCheckpointInvalid)) { try AuditCheckpoint(text: "intone-audit\n3\nAAAA\ntime x\n") }
  }

  @Test func `a log that goes on is told from one that was rewritten or cut, though each chain holds`() throws {
    let checkpoint = try AuditCheckpoint(of: log(["a", "b", "c"]), digest: digest, at: 0)
    let cases: [(actions: [String], expected: AuditCheckpoint.Comparison)] = [
      (["a", "b", "c"], .same), (["a", "b", "c", "d"], .same), (["a", "x", "c", "d"], .rewritten), (["x", "a", "b", "c"], .rewritten),
      (["a", "b"], .cut), ([], .cut),
    ]
    for (actions, expected) in cases {
      let store = try log(actions)
      #expect(try held(store, against: checkpoint) == expected, "\(actions)")
      if case .broken = try store.verifyAudit(digest: digest) { Issue.record("\(actions): the chain itself is whole") }
    }
    #expect(try held(log(["x"]), against: AuditCheckpoint(of: log([]), digest: digest, at: 0)) == .same, "nothing was there to be lost")
  }
}
