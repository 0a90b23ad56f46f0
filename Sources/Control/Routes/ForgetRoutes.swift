import FoundationEssentials
import Hummingbird
import Inbox
import Interview
import Maintenance
import NIOCore
import Store

/// Erasure at a candidate's wish. The id travels in the body, so that the audit log has its hash alone.
struct ForgetRoutes: Sendable {
  private struct Wanted: Decodable {
    var candidate: String?
    var session: String?
    var dry_run: Bool?
    var in_advance: Bool?
  }

  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.post("forget") { request, context in
      let body = try await request.body.collect(upTo: 4096)
      let wanted: Wanted
      do {
        wanted = try JSONDecoder().decode(Wanted.self, from: Data(body.readableBytesView))
      } catch {
        throw Fault(.controlBadRequest, "candidate, session")
      }
      let subject = try Self.subject(wanted, executor.state.inbox)
      let (isDryRun, inAdvance) = (wanted.dry_run ?? false, wanted.in_advance ?? false)
      let order = (isDryRun ? ["dry run"] : []) + (inAdvance ? ["in advance"] : [])
      var entry = AuditEntry(
        actor: context.caller?.name ?? "unknown", action: "forget", subject: subject.subject, outcome: AuditEntry.begun,
        detail: order.joined(separator: ", "))
      context.note.say(subject: entry.subject, detail: entry.detail)
      try await executor.audit(entry)
      let receipt = try await executor.run { state throws(Fault) in
        isDryRun ? try state.retention.preview(subject, inAdvance: inAdvance) : try state.retention.forget(subject, inAdvance: inAdvance)
      }
      (entry.outcome, entry.detail) = ("done", ([receipt.summary] + (inAdvance ? ["in advance"] : [])).joined(separator: ", "))
      await executor.auditEnd(entry)
      return Response.json(receipt.json)
    }
  }

  private static func subject(_ wanted: Wanted, _ inbox: Inbox) throws(Fault) -> ErasureSubject {
    switch (wanted.candidate, wanted.session) {
    case (let candidate?, nil) where !candidate.isEmpty: return .candidate(candidate)
    case (nil, let name?):
      guard let session = OpaqueName(printed: name), !session.bytes.isEmpty else { throw Fault(.controlBadRequest, "session") }
      return .session(inbox.session(named: session))
    default: throw Fault(.controlBadRequest, "candidate, session")
    }
  }
}

extension ErasureReceipt {
  var json: JSON {
    let id = JSON.Member(about, .string(subject.hash.hex))
    guard !isDryRun else { return .object([.init("dry_run", .bool(true)), id, .init("sessions", .integer(erased.sessions.count))]) }
    return .object([
      id, .init("time", .string(UTC.text(time))), .init("sessions", .integer(erased.sessions.count)),
      .init("answers", .integer(erased.answers)), .init("revisions", .integer(erased.revisions)),
      .init("reviews", .integer(erased.reviews)),
      .init("events", .integer(erased.events)), .init("files", .integer(removed.files)), .init("bytes", .integer(removed.bytes)),
      .init("log_emptied", .bool(isLogEmpty)), .init("databases_aside", .integer(asides)),
      .init("databases_removed", .integer(asidesRemoved)),
    ])
  }

  private var about: String {
    switch subject {
    case .candidate: "candidate_sha256"
    case .session: "session_sha256"
    }
  }
}
