import Documents
import FoundationEssentials
import Hummingbird
import Inbox
import Interview
import Maintenance
import NIOCore
import Settings
import Store

/// Erasure at a candidate's wish. The id travels in the body, so that the audit log has its hash alone.
struct ForgetRoutes: Sendable {
  let executor: BlockingExecutor

  func add(to group: RouterGroup<PeerContext>) {
    group.post("forget") { request, context in
      let body = try await request.body.collect(upTo: 4096)
      let wanted: Wishes.Erasure
      do {
        wanted = try JSONDecoder().decode(Wishes.Erasure.self, from: Data(body.readableBytesView))
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
      return Response.json(receipt.document)
    }
    // Who gives out all that is held of somebody stands in the log before they do.
    group.post("exports") { request, context in
      let body = try await request.body.collect(upTo: 4096)
      guard let wanted = try? JSONDecoder().decode(Wishes.Export.self, from: Data(body.readableBytesView)), !wanted.candidate.isEmpty else {
        throw Fault(.controlBadRequest, "candidate")
      }
      let subject = ErasureSubject.candidate(wanted.candidate).subject
      context.note.say(subject: subject, detail: "")
      let roles = (context.caller?.roles ?? []).map(\.rawValue).sorted().joined(separator: ", ")
      try await executor.audit(
        AuditEntry(actor: context.caller?.name ?? "unknown", action: "export", subject: subject, outcome: AuditEntry.begun, detail: roles))
      return Response.json(Replies.Done(id: subject))
    }
  }

  private static func subject(_ wanted: Wishes.Erasure, _ inbox: Inbox) throws(Fault) -> ErasureSubject {
    switch (wanted.candidate, wanted.session) {
    case (let candidate?, nil) where !candidate.isEmpty: return .candidate(candidate)
    case (nil, let name?):
      guard let session = OpaqueName(printed: name), !session.bytes.isEmpty else { throw Fault(.controlBadRequest, "session") }
      return .session(inbox.session(named: session))
    default: throw Fault(.controlBadRequest, "candidate, session")
    }
  }
}
